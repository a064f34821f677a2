import "server-only";
import { deleteGroupSessions } from "@/db/queries/sessions";
import { requireCustomerPermission } from "../auth/permissions";
import type { Context } from "../context";
import { applyFact } from "./apply-fact";
import { withCurrentConnection } from "./with-current-connection";

/**
 * Destroys the group's tokens here and ends its sessions. The grant at Increase stands until it is revoked
 * there. Done twice, the second time changes nothing. Returns whether there was anything to destroy.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function disconnect(context: Context, { groupId }: { groupId: string }): Promise<boolean> {
  requireCustomerPermission(context, "connection.disconnect", groupId);
  return withCurrentConnection(context, groupId, async (tx, connection) => {
    if (connection !== null) return applyFact(tx, context, connection, { kind: "disconnected" });
    await deleteGroupSessions(tx, groupId, { reason: "disconnected", endedAt: context.now() });
    return false;
  });
}
