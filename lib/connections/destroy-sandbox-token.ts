import "server-only";
import { deleteTokens } from "@/db/queries/connection-tokens";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { getConnectionRow } from "./act";
import { withCurrentConnection } from "./with-current-connection";

/**
 * Destroys the sandbox token that is kept of a connection; the live one stays. Done twice, the second time
 * changes nothing. Returns whether there was one.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `sign_in_again`
 */
export async function destroySandboxToken(
  context: Context,
  { connectionId }: { connectionId: string },
): Promise<boolean> {
  requireStaffPermission(context, "sandbox_token.destroy");
  const { groupId } = await getConnectionRow(context, connectionId);
  return withCurrentConnection(context, groupId, async (tx, connection) => {
    const token = connection?.tokens.find(({ environment }) => environment === "sandbox");
    if (connection?.id !== connectionId || token === undefined) return false;
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
