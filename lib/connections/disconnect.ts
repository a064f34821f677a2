import "server-only";
import { deleteGroupSessions } from "@/db/queries/sessions";
import { requireCustomerPermission, requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import { getConnectionRow } from "./act";
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

/**
 * The same by the staff, of the connection that they have looked at: one that the group has made since stays.
 * @param typed what was typed to confirm it: the group's id
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `sign_in_again`, `invalid_input`
 */
export async function disconnectConnection(
  context: Context,
  { connectionId, typed, reason }: { connectionId: string; typed: string; reason?: string | undefined },
): Promise<boolean> {
  requireStaffPermission(context, "connection.disconnect");
  const { groupId } = await getConnectionRow(context, connectionId);
  if (typed.trim() !== groupId) {
    throw new AppError(
      "invalid_input",
      "What you typed is not this group’s id. Nothing was disconnected; type or paste the whole id.",
    );
  }
  // PostgreSQL takes no NUL.
  if (reason?.includes("\0")) {
    throw new AppError("invalid_input", "This reason can’t be kept as text. Nothing was disconnected.");
  }
  return withCurrentConnection(context, groupId, async (tx, connection) => {
    if (connection?.id !== connectionId) return false;
    return applyFact(tx, context, connection, { kind: "disconnected" }, reason);
  });
}
