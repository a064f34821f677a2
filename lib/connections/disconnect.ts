import "server-only";
import { deleteGroupSessions } from "@/db/queries/sessions";
import { requireCustomerPermission, requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import { isStorable } from "../storable-text";
import { applyFact } from "./apply-fact";
import { getConnectionRow } from "./get-connection-row";
import { requireSeen } from "./require-seen";
import { tokenOf } from "./token-of";
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
 * The same by the staff, of the connection that they have looked at: one that the group has made or renewed since stays.
 * @param seen the generation of the live token that was shown; null where there was none
 * @param typed what was typed to confirm it: the group's id
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `sign_in_again`, `invalid_input`, `conflict`
 */
export async function disconnectConnection(
  context: Context,
  {
    connectionId,
    seen,
    typed,
    reason,
  }: { connectionId: string; seen: number | null; typed: string; reason?: string | undefined },
): Promise<boolean> {
  requireStaffPermission(context, "connection.disconnect");
  const { groupId } = await getConnectionRow(context, connectionId);
  if (typed.trim() !== groupId) {
    throw new AppError(
      "invalid_input",
      "What you typed is not this group’s id. Nothing was disconnected; type or paste the whole id.",
    );
  }
  if (reason !== undefined && !isStorable(reason)) {
    throw new AppError("invalid_input", "This reason can’t be kept as text. Nothing was disconnected.");
  }
  return withCurrentConnection(context, groupId, async (tx, connection) => {
    if (connection?.id !== connectionId) return false;
    // Attack on nobody, but a race: the customer signs in anew while a form to clean up the old connection is open.
    requireSeen(
      tokenOf(connection, "live"),
      seen,
      "The customer has signed in with Increase again since you opened this page. Nothing was disconnected",
    );
    return applyFact(tx, context, connection, { kind: "disconnected" }, reason);
  });
}
