import type { Context } from "@/lib/context";
import { toSafeError, type ErrorCode } from "@/lib/errors";
import { readAccounts, type AccountList } from "@/lib/banking";

export type AccountsFailure = { code: ErrorCode; message: string };

/** What came of reading the list. A promise of it never rejects: a page that streams can't turn back. */
export type AccountsOutcome = { ok: true; list: AccountList } | { ok: false; failure: AccountsFailure };

export async function readAccountsOutcome(
  context: Context,
  { groupId, cursor }: { groupId: string; cursor: string | undefined },
): Promise<AccountsOutcome> {
  try {
    return { ok: true, list: await readAccounts(context, { groupId, cursor }) };
  } catch (error) {
    const { code, message } = toSafeError(error);
    const { requestId } = context;
    // The rest is about who asks, or stands in the audit log.
    if (code === "internal") context.log.error({ err: error, requestId }, "the accounts could not be read");
    if (code.startsWith("increase_")) context.log.warn({ err: error, requestId }, "the accounts are missing");
    return { ok: false, failure: { code, message } };
  }
}

/** The outcome if it comes within `waitMs`, else null: then it is streamed. */
export async function settledWithin<T>(outcome: Promise<T>, waitMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), waitMs);
  });
  try {
    return await Promise.race([outcome, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
