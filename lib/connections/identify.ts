import "server-only";
import {
  findNewestConnection,
  lockCurrentConnection,
  releaseOauthConnectionId,
  updateConnection,
} from "@/db/queries/connections";
import { noteHeld, putOauthConnections, type OauthConnectionRow } from "@/db/queries/oauth-connections";
import { lockUser } from "@/db/queries/users";
import { recordAudit } from "../audit";
import type { Context } from "../context";
import { AppError } from "../errors";
import { getCurrentGroup, UpstreamError } from "../increase";
import { applyFact } from "./apply-fact";
import type { Connected } from "./connect";
import { isCurrent } from "./lifecycle";
import { openGroup } from "./open-group";
import { possibleConnections, type Candidate } from "./pick-connection";
import { withCurrentConnection } from "./with-current-connection";

type OurCandidate = Candidate & Pick<OauthConnectionRow, "groupId" | "oauthApplicationId">;

/** Sign-ins from before that moment was kept lasted no longer than this. */
const longestSignInMs = 15 * 60_000;

/** The group's current connection, if Increase's id of it is not known. */
export async function findUnidentified({ db }: Context, groupId: string): Promise<Connected | null> {
  const connection = await findNewestConnection(db, groupId);
  const token = connection?.tokens.find(({ environment }) => environment === "live");
  if (!connection || !token || !isCurrent(connection.state)) return null;
  if (connection.oauthConnectionId !== null) return null;
  return {
    connectionId: connection.id,
    groupId,
    generation: token.generation,
    begunAt: connection.signInBegunAt ?? new Date(token.mintedAt.getTime() - longestSignInMs),
    connectedAt: token.mintedAt,
  };
}

/** Whether Increase accepts the group's token; null where it gives no clear answer. */
async function isTokenAccepted(context: Context, groupId: string): Promise<boolean | null> {
  try {
    const group = await openGroup(context, groupId, "live");
    await group.call(getCurrentGroup);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "needs_reconnect") return false;
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}

async function assign(context: Context, connected: Connected, picked: OurCandidate): Promise<boolean> {
  const { connectionId, groupId, generation } = connected;
  return context.db.transaction(async (tx) => {
    // Locked first, here as in a deactivation: of the two, the second sees what the first has written.
    const [heard] = await putOauthConnections(tx, [picked]);
    await lockUser(tx, groupId);
    const current = await lockCurrentConnection(tx, groupId);
    const token = current?.tokens.find(({ environment }) => environment === "live");
    if (current?.id !== connectionId || token?.generation !== generation) return false;
    if (current.oauthConnectionId !== null) return false;
    await releaseOauthConnectionId(tx, groupId, picked.id);
    const ids = { oauthConnectionId: picked.id, oauthApplicationId: picked.oauthApplicationId };
    await updateConnection(tx, groupId, connectionId, ids);
    await noteHeld(tx, picked.id);
    await recordAudit(tx, context, {
      action: "connection.identified",
      targetKind: "connection",
      targetId: connectionId,
      groupId,
      after: ids,
    });
    if (heard?.status === "inactive") {
      await applyFact(tx, context, { ...current, ...ids }, { kind: "deactivated" });
    }
    return true;
  });
}

/** The token's connection is one of several, and the token is dead: whichever it was of has ended. */
async function endUnidentified(context: Context, { groupId, connectionId, generation }: Connected) {
  await withCurrentConnection(context, groupId, async (tx, current) => {
    const token = current?.tokens.find(({ environment }) => environment === "live");
    if (current?.id !== connectionId || token?.generation !== generation) return;
    await applyFact(tx, context, current, { kind: "deactivated" });
  });
}

/** Of several, the token itself says which: an accepted one is of the one that is still active. */
async function askToken(
  context: Context,
  connected: Connected,
  possible: OurCandidate[],
): Promise<OurCandidate[]> {
  const active = possible.filter(({ status }) => status === "active");
  // Where none has ended, an accepted token would tell nothing.
  if (active.length === possible.length) return possible;
  const isAccepted = await isTokenAccepted(context, connected.groupId);
  if (isAccepted === false) await endUnidentified(context, connected);
  return isAccepted === true ? active : [];
}

/**
 * Learns Increase's id of a connection from all that Increase has of the group, and carries out a deactivation
 * that was waiting for it. Returns the id, or null where it still can't be told.
 */
async function identify(
  context: Context,
  connected: Connected,
  candidates: OurCandidate[],
): Promise<string | null> {
  const possible = possibleConnections(candidates, connected.begunAt);
  const left = possible.length > 1 ? await askToken(context, connected, possible) : possible;
  const [picked, ...others] = left;
  if (picked === undefined || others.length > 0) return null;
  return (await assign(context, connected, picked)) ? picked.id : null;
}

/** The same, where one that can't be examined (a token whose key is gone) must not hold up the others. */
export async function tryToIdentify(
  context: Context,
  connected: Connected,
  candidates: OurCandidate[],
): Promise<string | null> {
  try {
    return await identify(context, connected, candidates);
  } catch (error) {
    const { log } = context;
    const { connectionId } = connected;
    log.error({ err: error, connectionId }, "a connection could not be identified");
    return null;
  }
}
