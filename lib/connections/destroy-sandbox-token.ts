import "server-only";
import { deleteTokens } from "@/db/queries/connection-tokens";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { getConnectionRow } from "./get-connection-row";
import { requireSeen } from "./require-seen";
import { tokenOf } from "./token-of";
import { withCurrentConnection } from "./with-current-connection";

/**
 * Destroys the sandbox token that is kept of a connection; the live one stays. Done twice, the second time
 * changes nothing. Returns whether there was one.
 * @param seen the generation of the token that was shown; null where there was none
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `sign_in_again`, `conflict`
 */
export async function destroySandboxToken(
  context: Context,
  { connectionId, seen }: { connectionId: string; seen: number | null },
): Promise<boolean> {
  requireStaffPermission(context, "sandbox_token.destroy");
  const { groupId } = await getConnectionRow(context, connectionId);
  return withCurrentConnection(context, groupId, async (tx, connection) => {
    const token = tokenOf(connection, "sandbox");
    if (connection?.id !== connectionId || token === undefined) return false;
    requireSeen(
      token,
      seen,
      "Another sandbox token has been minted since you opened this page. Nothing was destroyed",
    );
    await deleteTokens(tx, connectionId, ["sandbox"]);
    await recordAudit(tx, context, {
      action: "sandbox_token.destroyed",
      targetKind: "connection",
      targetId: connectionId,
      groupId,
      before: { sandbox: token.generation },
      after: { sandbox: null },
    });
    return true;
  });
}
