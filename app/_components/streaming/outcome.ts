import type { Context } from "@/lib/context";
import { toSafeError, type ErrorCode } from "@/lib/errors";
import { findOutage } from "@/lib/outage/find-outage";

export type Failure = { code: ErrorCode; message: string };

/** What came of reading a part of the page. A promise of it never rejects: a page that streams can't turn back. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** `what` is for the log alone. */
export async function toOutcome<T>(
  { log, requestId }: Context,
  what: string,
  read: Promise<T>,
): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await read };
  } catch (error) {
    const { code, message } = toSafeError((await findOutage(error, requestId)) ?? error);
    // The rest is about who asks, or stands in the audit log.
    if (code === "internal") log.error({ err: error }, `${what} could not be read`);
    if (code.startsWith("increase_")) log.warn({ err: error }, `${what} could not be read`);
    return { ok: false, failure: { code, message } };
  }
}
