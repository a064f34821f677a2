import "server-only";
import { listUnidentifiedConnections } from "@/db/queries/connections";
import { listOauthConnectionsOfGroup, putOauthConnections } from "@/db/queries/oauth-connections";
import type { Context } from "../context";
import { listOAuthConnections, type OAuthConnection } from "../increase";
import { refreshApplications } from "./applications";
import type { Connected } from "./connect";
import { findUnidentified, tryToIdentify } from "./identify";

/** `/oauth_connections` has no filter by group; what lies further back is left to the reconciliation. */
const mostPages = 3;
const mostWaiting = 20;

/** Our own application's id at Increase; null where the platform's key does not list it. @throws UpstreamError */
export async function findOurApplicationId(context: Context): Promise<string | null> {
  const applications = await refreshApplications(context);
  return applications.find(({ clientId }) => clientId === context.increase.clientId)?.id ?? null;
}

async function listNewest({ increase }: Context, oauthApplicationId: string): Promise<OAuthConnection[]> {
  const platform = increase.platform("live");
  const found: OAuthConnection[] = [];
  let cursor: string | undefined;
  for (let pageNumber = 1; pageNumber <= mostPages; pageNumber += 1) {
    const page = await listOAuthConnections(platform, { cursor, oauthApplicationId });
    found.push(...page.connections);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return found;
}

async function identifyEach(context: Context, waiting: Connected[]): Promise<(string | null)[]> {
  if (waiting.length === 0) return [];
  const oauthApplicationId = await findOurApplicationId(context);
  if (oauthApplicationId === null) return [];
  const newest = await listNewest(context, oauthApplicationId);
  const ids: (string | null)[] = [];
  for (const connected of waiting) {
    const { groupId } = connected;
    await putOauthConnections(
      context.db,
      newest.filter((each) => each.groupId === groupId),
    );
    // An event may have told of one that the list is still without. It shows no more than what is there.
    const candidates = await listOauthConnectionsOfGroup(context.db, groupId, oauthApplicationId);
    ids.push(await tryToIdentify(context, connected, { candidates, listBegunAt: null }));
  }
  return ids;
}

/**
 * Learns Increase's id of a connection, after the sign-in has been answered. Returns null where it can't be
 * told; an event or the reconciliation will.
 * @throws UpstreamError
 */
export async function findConnectionId(context: Context, connected: Connected): Promise<string | null> {
  const [id = null] = await identifyEach(context, [connected]);
  return id;
}

/** The same for whatever connection the group has, if its id is not known. @throws UpstreamError */
export async function identifyGroup(context: Context, groupId: string): Promise<void> {
  const connected = await findUnidentified(context, groupId);
  if (connected !== null) await findConnectionId(context, connected);
}

/** The same for those that have been waiting for their ids; the reconciliation sees to the rest. @throws UpstreamError */
export async function identifyWaiting(context: Context): Promise<void> {
  const rows = await listUnidentifiedConnections(context.db, { afterId: null, limit: mostWaiting });
  const waiting = await Promise.all(rows.map(({ groupId }) => findUnidentified(context, groupId)));
  await identifyEach(
    context,
    waiting.filter((each) => each !== null),
  );
}
