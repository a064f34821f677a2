import "server-only";
import type { Actor, Context } from "../context";
import { AppError } from "../errors";
import { countAttempt } from "./count-attempt";
import { actLimit } from "./limits";

/** The system is no person: what it does is bounded where it does it. */
function toSubject(actor: Actor | null): string | null {
  switch (actor?.kind) {
    case "customer":
      return `group ${actor.groupId}`;
    case "staff":
      return `staff ${actor.staffId}`;
    default:
      return null;
  }
}

/**
 * Counts an act of a person who is signed in, whatever their address: a second session is no second limit.
 * @throws AppError `rate_limited`
 */
export async function requireActWithinLimit(
  context: Pick<Context, "actor" | "db" | "env" | "log" | "now">,
): Promise<void> {
  const subject = toSubject(context.actor);
  if (subject === null) return;
  const { windowMs, mostOfOne: most } = actLimit;
  const wait = await countAttempt(context, { limit: "act", subject, windowMs, most });
  if (wait === null) return;
  const { retryAfterSeconds: seconds } = wait;
  throw new AppError(
    "rate_limited",
    `Too many attempts. Nothing was changed. Try again in ${seconds === 1 ? "1 second" : `${seconds} seconds`}.`,
  );
}
