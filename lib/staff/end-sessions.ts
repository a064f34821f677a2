import "server-only";
import { deleteStaffSessions } from "@/db/queries/staff-sessions";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";

async function end(context: Context, staffId: string, which: { id?: string; exceptId?: string }) {
  return context.db.transaction(async (tx) => {
    const ended = await deleteStaffSessions(tx, staffId, which);
    if (ended > 0) {
      await recordAudit(tx, context, {
        action: "staff_session.ended",
        targetKind: "staff",
        targetId: staffId,
        groupId: null,
        after: { endedSessions: ended },
      });
    }
    return ended;
  });
}

/**
 * Ends one session of the person who asks, or all but the one that they ask with. Returns how many ended.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function endOwnSessions(
  context: Context,
  { sessionId }: { sessionId: string | null },
): Promise<number> {
  const actor = requireStaffPermission(context, "staff_session.end");
  return end(context, actor.staffId, sessionId === null ? { exceptId: actor.sessionId } : { id: sessionId });
}

/**
 * Ends all sessions of another person. Returns how many ended.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`
 */
export async function endSessionsOf(context: Context, { staffId }: { staffId: string }): Promise<number> {
  requireStaffPermission(context, "staff_session.end_of_others");
  return end(context, staffId, {});
}
