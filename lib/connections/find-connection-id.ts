import "server-only";
import { releaseOauthConnectionId, setOauthConnectionId } from "@/db/queries/connections";
import { recordAudit } from "../audit";
import type { Context } from "../context";
import { listOAuthApplications, listOAuthConnections, type OAuthConnection } from "../increase";
import type { Connected } from "./connect";
import { withCurrentConnection } from "./with-current-connection";

/** `/oauth_connections` has no filter by group; what lies further back is left to the reconciliation. */
const mostPages = 3;
const clockSkewMs = 10_000;

async function listActiveOfGroup(
  { increase }: Context,
  oauthApplicationId: string,
  groupId: string,
): Promise<OAuthConnection[]> {
  const platform = increase.platform("live");
  const found: OAuthConnection[] = [];
  let cursor: string | undefined;
  for (let pageNumber = 1; pageNumber <= mostPages; pageNumber += 1) {
    const page = await listOAuthConnections(platform, { cursor, oauthApplicationId });
    found.push(...page.connections.filter((one) => one.groupId === groupId && one.status === "active"));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return found;
}

/** One alone is ours. Of several, the group does not say which; the one made during this sign-in does. */
function pickOurs(found: OAuthConnection[], { begunAt, connectedAt }: Connected): OAuthConnection | null {
  const from = begunAt.getTime() - clockSkewMs;
  const to = connectedAt.getTime() + clockSkewMs;
  const made = found.filter(({ createdAt }) => createdAt.getTime() >= from && createdAt.getTime() <= to);
  const [only, ...others] = found.length === 1 ? found : made;
  return only !== undefined && others.length === 0 ? only : null;
}

/**
 * Learns Increase's id of a connection, after the sign-in has been answered. Returns null where it can't be
 * told; the reconciliation will.
 * @throws UpstreamError
 */
export async function findConnectionId(context: Context, connected: Connected): Promise<string | null> {
  const { connectionId, groupId, generation } = connected;
  const applications = await listOAuthApplications(context.increase.platform("live"));
  const ours = applications.find(({ clientId }) => clientId === context.increase.clientId);
  if (ours === undefined) return null;
  const picked = pickOurs(await listActiveOfGroup(context, ours.id, groupId), connected);
  if (picked === null) return null;
  const ids = { oauthConnectionId: picked.id, oauthApplicationId: ours.id };
  const isSet = await withCurrentConnection(context, groupId, async (tx) => {
    await releaseOauthConnectionId(tx, groupId, picked.id);
    if (!(await setOauthConnectionId(tx, groupId, { id: connectionId, generation }, ids))) return false;
    await recordAudit(tx, context, {
      action: "connection.identified",
      targetKind: "connection",
      targetId: connectionId,
      groupId,
      after: ids,
    });
    return true;
  });
  return isSet ? picked.id : null;
}
