import "server-only";
import type { Transaction } from "@/db/client";
import {
  findNewestConnection,
  lockCurrentConnection,
  releaseOauthConnectionId,
  updateConnection,
  type ConnectionWithTokens,
} from "@/db/queries/connections";
import {
  listOauthConnectionsOfGroup,
  noteHeld,
  putOauthConnections,
  type OauthConnectionRow,
} from "@/db/queries/oauth-connections";
import { lockUser } from "@/db/queries/users";
import { recordAudit } from "../audit";
import type { Context } from "../context";
import { AppError } from "../errors";
import { getCurrentGroup, UpstreamError } from "../increase";
import { applyFact } from "./apply-fact";
import type { Connected } from "./connect";
import { isCurrent } from "./lifecycle";
import { openGroup } from "./open-group";
import {
  isDoubtful,
  isLateEnough,
  isSettled,
  longestSignInMs,
  possibleConnections,
  type Candidate,
} from "./pick-connection";
import { tokenOf } from "./token-of";

type OurCandidate = Candidate & Pick<OauthConnectionRow, "groupId" | "oauthApplicationId">;

/** Which of Increase's connections our connection is of; `heldId` is what it is held to be so far. */
type Sought = Connected & { heldId: string | null };

/** All that is known of a group at Increase, and when the list that it is known from was begun, if to its end. */
type Evidence = { candidates: OurCandidate[]; listBegunAt: Date | null };

function toSought(connection: ConnectionWithTokens | null): Sought | null {
  const token = tokenOf(connection, "live");
  if (!connection || !token || !isCurrent(connection.state)) return null;
  return {
    connectionId: connection.id,
    groupId: connection.groupId,
    generation: token.generation,
    begunAt: connection.signInBegunAt ?? new Date(token.mintedAt.getTime() - longestSignInMs),
    connectedAt: token.mintedAt,
    heldId: connection.oauthConnectionId,
  };
}

/** The group's current connection, if Increase's id of it is not known. */
export async function findUnidentified({ db }: Context, groupId: string): Promise<Connected | null> {
  const sought = toSought(await findNewestConnection(db, groupId));
  return sought?.heldId === null ? sought : null;
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

/** Locked, and as it was when it was looked at: since then neither signed in anew nor given another id. */
async function lockSought(tx: Transaction, sought: Sought): Promise<ConnectionWithTokens | null> {
  await lockUser(tx, sought.groupId);
  const current = await lockCurrentConnection(tx, sought.groupId);
  const isUnchanged =
    current?.id === sought.connectionId &&
    tokenOf(current, "live")?.generation === sought.generation &&
    current.oauthConnectionId === sought.heldId;
  return isUnchanged ? current : null;
}

type Ids = Pick<ConnectionWithTokens, "oauthConnectionId"> &
  Partial<Pick<ConnectionWithTokens, "oauthApplicationId">>;

async function writeIds(tx: Transaction, context: Context, sought: Sought, ids: Ids): Promise<void> {
  const { connectionId, groupId, heldId } = sought;
  await updateConnection(tx, groupId, connectionId, { ...ids, missingSince: null });
  await recordAudit(tx, context, {
    action: "connection.identified",
    targetKind: "connection",
    targetId: connectionId,
    groupId,
    before: heldId === null ? undefined : { oauthConnectionId: heldId },
    after: ids,
  });
}

async function assign(context: Context, sought: Sought, picked: OurCandidate): Promise<boolean> {
  if (picked.id === sought.heldId) return true;
  return context.db.transaction(async (tx) => {
    // Locked first, here as in a deactivation: of the two, the second sees what the first has written.
    const [heard] = await putOauthConnections(tx, [picked]);
    const current = await lockSought(tx, sought);
    if (current === null) return false;
    await releaseOauthConnectionId(tx, sought.groupId, picked.id);
    const ids = { oauthConnectionId: picked.id, oauthApplicationId: picked.oauthApplicationId };
    await writeIds(tx, context, sought, ids);
    await noteHeld(tx, picked.id);
    if (heard?.status === "inactive") {
      await applyFact(tx, context, { ...current, ...ids }, { kind: "deactivated" });
    }
    return true;
  });
}

/** Unknown is better than wrong: an end at Increase then asks the token. */
async function letGoOfId(context: Context, sought: Sought): Promise<void> {
  if (sought.heldId === null) return;
  await context.db.transaction(async (tx) => {
    const current = await lockSought(tx, sought);
    if (current !== null) await writeIds(tx, context, sought, { oauthConnectionId: null });
  });
}

/** The token's connection is one of several, and the token is dead: whichever it was of has ended. */
async function endUnidentified(context: Context, sought: Sought): Promise<void> {
  await context.db.transaction(async (tx) => {
    const current = await lockSought(tx, sought);
    if (current === null) return;
    const ids = { oauthConnectionId: null };
    if (sought.heldId !== null) await writeIds(tx, context, sought, ids);
    await applyFact(tx, context, { ...current, ...ids }, { kind: "deactivated" });
  });
}

/**
 * Where some have ended, the token itself says which: an accepted one is of one that is still active. Null where
 * Increase gives no clear answer.
 */
async function askToken(
  context: Context,
  sought: Sought,
  possible: OurCandidate[],
): Promise<OurCandidate[] | null> {
  const isAccepted = await isTokenAccepted(context, sought.groupId);
  if (isAccepted === null) return null;
  if (!isAccepted) await endUnidentified(context, sought);
  return isAccepted ? possible.filter(({ status }) => status === "active") : null;
}

/**
 * Learns Increase's id of a connection from all that Increase has of the group, and carries out a deactivation
 * that was waiting for it. Returns the id, or null where it still can't be told.
 */
async function identify(
  context: Context,
  sought: Sought,
  { candidates, listBegunAt }: Evidence,
): Promise<string | null> {
  const { possible, isInferred } = possibleConnections(candidates, sought);
  // Where none has ended, an accepted token would tell nothing.
  const hasEnded = possible.some(({ status }) => status !== "active");
  const isAsked = hasEnded && (isInferred || possible.length > 1);
  const left = isAsked ? await askToken(context, sought, possible) : possible;
  if (left === null) return null;
  // Attack: a list that is a moment behind, so that an older grant's id is taken and the token outlives its own.
  if (isInferred && !isLateEnough(listBegunAt, sought)) return null;
  const [picked, ...others] = left;
  if (picked === undefined) return null;
  if (others.length === 0) return (await assign(context, sought, picked)) ? picked.id : null;
  await letGoOfId(context, sought);
  return null;
}

/** One that can't be examined (a token whose key is gone) must not hold up the others. */
async function identifyAlone(context: Context, sought: Sought, evidence: Evidence): Promise<string | null> {
  try {
    return await identify(context, sought, evidence);
  } catch (error) {
    const { log } = context;
    const { connectionId } = sought;
    log.error({ err: error, connectionId }, "a connection could not be identified");
    return null;
  }
}

/** The same for one whose id is not known. */
export function tryToIdentify(
  context: Context,
  connected: Connected,
  evidence: Evidence,
): Promise<string | null> {
  return identifyAlone(context, { ...connected, heldId: null }, evidence);
}

/**
 * Looks again at the id of the group's current connection, where Increase turns out to have made another one during
 * the sign-in. Returns whether another id was learned.
 */
export async function correctGroup(context: Context, groupId: string): Promise<boolean> {
  const connection = await findNewestConnection(context.db, groupId);
  const sought = toSought(connection);
  const oauthApplicationId = connection?.oauthApplicationId ?? null;
  if (sought === null || sought.heldId === null || oauthApplicationId === null) return false;
  const candidates = await listOauthConnectionsOfGroup(context.db, groupId, oauthApplicationId);
  // Attack: an id that was taken from an incomplete list, and a deactivation of the true one that meets nobody.
  if (!isDoubtful(candidates, sought.heldId, sought)) return false;
  const { possible } = possibleConnections(candidates, sought);
  // Attack: a doubt that is settled and looked into at each walk, until a refusal of Increase's ends what is active.
  if (isSettled(possible, sought.heldId, tokenOf(connection, "live")?.lastOkAt ?? null)) return false;
  const id = await identifyAlone(context, sought, { candidates, listBegunAt: null });
  return id !== null && id !== sought.heldId;
}
