import "server-only";
import type { Actor, Context } from "../context";
import { countAttempt, type Wait } from "./count-attempt";
import { actLimits } from "./limits";
import { RateLimitedError } from "./rate-limited-error";

type Counter = keyof typeof actLimits;

/** The system is no person: what it does is bounded where it does it. */
function toSubjects(actor: Actor | null): [Counter, string][] {
  switch (actor?.kind) {
    case "customer":
      return [
        ["act.session", actor.sessionId],
        ["act.person", `group ${actor.groupId}`],
      ];
    case "staff":
      return [
        ["act.session", actor.sessionId],
        ["act.person", `staff ${actor.staffId}`],
      ];
    default:
      return [];
  }
}

/**
 * Counts an act of a person who is signed in, whatever their address.
 * Attack: one stolen session uses up what a group may do, so that nobody can end it or disconnect. Its own limit ends
 * first, and what is beyond that is not counted for the group.
 * @throws RateLimitedError
 */
export async function requireActWithinLimit(
  context: Pick<Context, "actor" | "db" | "env" | "log" | "now">,
): Promise<void> {
  for (const [limit, subject] of toSubjects(context.actor)) {
    const wait: Wait = await countAttempt(context, { limit, subject, ...actLimits[limit] });
    if (wait !== null) throw new RateLimitedError(wait.retryAfterSeconds);
  }
}
