import "server-only";
import { countOtherSessions as countOthers, deleteOtherSessions } from "@/db/queries/sessions";
import { lockUser } from "@/db/queries/users";
import { recordAudit } from "../audit";
import type { Context } from "../context";
import { requireCustomerPermission } from "./permissions";

/** How many other sessions the group has right now. @throws AppError `not_signed_in`, `not_found` */
export async function countOtherSessions(
  context: Context,
  { groupId }: { groupId: string },
): Promise<number> {
  const { sessionId } = requireCustomerPermission(context, "session.read", groupId);
  return countOthers(context.db, groupId, { sessionId, now: context.now() });
}

/**
 * Ends every session of the group but the one that asks. Returns how many ended.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function endOtherSessions(context: Context, { groupId }: { groupId: string }): Promise<number> {
  const { sessionId } = requireCustomerPermission(context, "session.end", groupId);
  return context.db.transaction(async (tx) => {
    await lockUser(tx, groupId);
    const ended = await deleteOtherSessions(tx, groupId, sessionId);
    if (ended > 0) {
      await recordAudit(tx, context, {
        action: "session.others_ended",
        targetKind: "group",
        targetId: groupId,
        groupId,
        after: { endedSessions: ended },
      });
    }
    return ended;
  });
}
