import "server-only";
import { failEvent, type WebhookEventKey } from "@/db/queries/webhook-events";
import { nextAttemptAt } from "../backoff";
import type { Context } from "../context";
import { AppError } from "../errors";
import { instruments, noteErrorOnSpan } from "../telemetry";

/** What staff may read of a failed attempt. Of an unknown error its kind alone: its message could hold anything. */
function describeProblem(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (!(error instanceof Error)) return "A thrown value that is no error.";
  const cause = error.cause instanceof Error ? error.cause : error;
  const code: unknown = Reflect.get(cause, "code");
  return `${cause.constructor.name}${typeof code === "string" ? ` ${code}` : ""}; the log has the whole of it.`;
}

/** An attempt failed: the event is due again later, or is a dead letter after the last one. */
export async function noteFailure(
  { log, db, now }: Context,
  event: WebhookEventKey & { failures: number; claim?: string },
  error: unknown,
): Promise<void> {
  log.error({ err: error, eventId: event.eventId }, "an event could not be processed");
  noteErrorOnSpan(error);
  const dueAt = nextAttemptAt(now(), event.failures + 1);
  instruments().handled.add(1, { environment: event.environment, outcome: "failed" });
  if (dueAt === null) instruments().deadLetters.add(1, { environment: event.environment });
  await failEvent(db, event, { at: now(), error: describeProblem(error), dueAt, claim: event.claim });
}
