import "server-only";
import { reviveEvents, type ReplayedEvents } from "@/db/queries/webhook-event-log";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";

const mostAtOnce = 500;

function describe(which: ReplayedEvents): { targetId: string; after: Record<string, unknown> } {
  if ("deadSince" in which) {
    const deadSince = which.deadSince.toISOString();
    return { targetId: `dead since ${deadSince}`, after: { deadSince } };
  }
  const ids = which.keys.map(({ environment, eventId }) => `${environment}/${eventId}`);
  return { targetId: ids.length === 1 ? (ids[0] ?? "") : `${ids.length} events`, after: { events: ids } };
}

/**
 * Has events processed anew: these, or all that failed since a moment. What each handler does, it can do twice.
 * Returns how many; those that are waiting already are not among them.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input` for none or more than 500
 */
export async function replayEvents(context: Context, which: ReplayedEvents): Promise<number> {
  requireStaffPermission(context, "event.replay");
  if ("keys" in which && (which.keys.length === 0 || which.keys.length > mostAtOnce)) {
    throw new AppError(
      "invalid_input",
      `Choose between 1 and ${mostAtOnce} events to replay. Nothing was changed.`,
    );
  }
  return context.db.transaction(async (tx) => {
    const revived = await reviveEvents(tx, which, context.now());
    if (revived === 0) return 0;
    const { targetId, after } = describe(which);
    await recordAudit(tx, context, {
      action: "event.replayed",
      targetKind: "event",
      targetId,
      groupId: null,
      after: { ...after, revived },
    });
    return revived;
  });
}
