import "server-only";
import {
  getPlatformGroup,
  listEventSubscriptions,
  UpstreamError,
  type EventSubscription,
  type PlatformClient,
} from "../increase";

/** What Increase says to a key of the platform's. */
export type KeyAnswer =
  /** Its variables are faulty. */
  | { kind: "lacking" }
  | { kind: "good"; groupId: string; subscriptions: EventSubscription[]; clockAheadMs: number | null }
  | { kind: "refused"; reason: string | null }
  | { kind: "other_environment" }
  /** A group's token where the platform's own key is needed, or a key without the rights. */
  | { kind: "not_allowed" }
  | { kind: "not_increase" }
  | { kind: "busy" }
  | { kind: "unreachable" };

function answerOf(error: UpstreamError): KeyAnswer {
  const { kind, problem, status } = error;
  if (kind === "unauthorized") {
    return problem.reason === "wrong_environment"
      ? { kind: "other_environment" }
      : { kind: "refused", reason: problem.reason ?? null };
  }
  if (kind === "forbidden") {
    return problem.type === "environment_mismatch_error"
      ? { kind: "other_environment" }
      : { kind: "not_allowed" };
  }
  if (kind === "rate_limited") return { kind: "busy" };
  // It answers, and not as Increase would: another site, or another path of it.
  if (kind === "not_found" || kind === "invalid" || status === 200) return { kind: "not_increase" };
  return { kind: "unreachable" };
}

/** How far our clock is ahead of theirs, which tells whole seconds and was read while the call ran. */
function clockAhead(date: Date | null, beganMs: number, endedMs: number): number | null {
  return date === null ? null : (beganMs + endedMs) / 2 - (date.getTime() + 500);
}

/**
 * Asks whose key it is, and for what only the platform itself may list. It never throws an UpstreamError.
 * https://increase.com/documentation/errors
 */
export async function askKey(platform: PlatformClient | null, now: () => Date): Promise<KeyAnswer> {
  if (platform === null) return { kind: "lacking" };
  try {
    const beganMs = now().getTime();
    const { group, date } = await getPlatformGroup(platform);
    const clockAheadMs = clockAhead(date, beganMs, now().getTime());
    const subscriptions = await listEventSubscriptions(platform);
    return { kind: "good", groupId: group.id, subscriptions, clockAheadMs };
  } catch (error) {
    if (error instanceof UpstreamError) return answerOf(error);
    throw error;
  }
}
