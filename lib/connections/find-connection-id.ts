import "server-only";
import type { Context } from "../context";
import { listOAuthApplications, listOAuthConnections, type OAuthConnection } from "../increase";
import type { Connected } from "./connect";
import { findUnidentified, identify } from "./identify";

/** `/oauth_connections` has no filter by group; what lies further back is left to the reconciliation. */
const mostPages = 3;

/** Our own application's id at Increase; null where the platform's key does not list it. @throws UpstreamError */
export async function findOurApplicationId({ increase }: Context): Promise<string | null> {
  const applications = await listOAuthApplications(increase.platform("live"));
  return applications.find(({ clientId }) => clientId === increase.clientId)?.id ?? null;
}

async function listOfGroup(
  { increase }: Context,
  oauthApplicationId: string,
  groupId: string,
): Promise<OAuthConnection[]> {
  const platform = increase.platform("live");
  const found: OAuthConnection[] = [];
  let cursor: string | undefined;
  for (let pageNumber = 1; pageNumber <= mostPages; pageNumber += 1) {
    const page = await listOAuthConnections(platform, { cursor, oauthApplicationId });
    found.push(...page.connections.filter((one) => one.groupId === groupId));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return found;
}

/**
 * Learns Increase's id of a connection, after the sign-in has been answered. Returns null where it can't be
 * told; an event or the reconciliation will.
 * @throws UpstreamError
 */
export async function findConnectionId(context: Context, connected: Connected): Promise<string | null> {
  const oauthApplicationId = await findOurApplicationId(context);
  if (oauthApplicationId === null) return null;
  return identify(context, connected, await listOfGroup(context, oauthApplicationId, connected.groupId));
}

/** The same for whatever connection the group has, if its id is not known. @throws UpstreamError */
export async function identifyGroup(context: Context, groupId: string): Promise<void> {
  const connected = await findUnidentified(context, groupId);
  if (connected !== null) await findConnectionId(context, connected);
}
