import "server-only";
import type { Transaction } from "@/db/client";
import {
  findGroupOfOauthConnection,
  findNewestConnection,
  listConnectedGroups,
  lockConnectionByOauthId,
} from "@/db/queries/connections";
import { findOauthConnection, putOauthConnections } from "@/db/queries/oauth-connections";
import { lockUser } from "@/db/queries/users";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { getOAuthConnection, UpstreamError, type OAuthConnection } from "../increase";
import { applyDeactivation } from "./apply-deactivation";
import { applyFact } from "./apply-fact";
import { identifyGroup, identifyWaiting } from "./find-connection-id";
import { correctGroup } from "./identify";
import { tokenOf } from "./token-of";

/** What must stand exactly if the effect does: that the event is processed. */
type Finish = (tx: Transaction) => Promise<void>;

/** Asked with the platform's live key. Null where Increase does not say (it may not return ended ones). */
async function askIncrease({ increase }: Context, id: string): Promise<OAuthConnection | null> {
  try {
    return await getOAuthConnection(increase.platform("live"), id);
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === "not_found") return null;
    throw error;
  }
}

/** Which group's it is, as we heard or as Increase says; null where neither knows, or the group is not here. */
async function learnGroup(context: Context, id: string): Promise<string | null> {
  const heard = (await findOauthConnection(context.db, id))?.groupId ?? null;
  if (heard !== null) return heard;
  const atIncrease = await askIncrease(context, id);
  if (atIncrease === null) return null;
  // Nothing is kept of a group that is not here: it may have been erased.
  const isHere = (await listConnectedGroups(context.db, [atIncrease.groupId])).length > 0;
  if (!isHere) return null;
  await putOauthConnections(context.db, [atIncrease]);
  return atIncrease.groupId;
}

/**
 * Increase has made a connection: perhaps the one whose id we are waiting for, or hold another for.
 * @throws UpstreamError
 */
export async function hearOfCreation(context: Context, id: string, finish: Finish): Promise<void> {
  requireSystemPermission(context, "event.process");
  const atIncrease = await askIncrease(context, id);
  if (atIncrease !== null) {
    await putOauthConnections(context.db, [atIncrease]);
    await correctGroup(context, atIncrease.groupId);
    await identifyGroup(context, atIncrease.groupId);
  }
  await context.db.transaction(finish);
}

/**
 * Increase has ended a connection, and has signed that with the live secret. Nothing is asked first: a customer
 * who leaves must not wait for an answer of Increase.
 */
export async function hearOfDeactivation(context: Context, id: string, finish: Finish): Promise<void> {
  requireSystemPermission(context, "event.process");
  await applyDeactivation(context, { id }, finish);
  await unlessIncreaseFails(context, id, async () => {
    // A token that waits for its id may be of the connection that has ended: then it must not be kept.
    const groupId = await learnGroup(context, id);
    if (groupId === null) return;
    await correctGroup(context, groupId);
    await identifyGroup(context, groupId);
  });
  await unlessIncreaseFails(context, id, () => identifyWaiting(context));
}

async function unlessIncreaseFails(context: Context, id: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const { log } = context;
    log.warn({ err: error, oauthConnectionId: id }, "left to the reconciliation: whose it was");
  }
}

/**
 * The same, signed with the sandbox secret: it may end a sandbox token, and only once the live key confirms.
 * @throws UpstreamError
 */
export async function hearOfSandboxDeactivation(context: Context, id: string, finish: Finish): Promise<void> {
  requireSystemPermission(context, "event.process");
  const groupId = await findGroupOfOauthConnection(context.db, id);
  const connection = groupId === null ? null : await findNewestConnection(context.db, groupId);
  const token = tokenOf(connection, "sandbox");
  // Attack: the sandbox secret is the weaker one. What it signs is a hint; the live key's answer counts.
  const isEnded = token !== undefined && (await askIncrease(context, id))?.status === "inactive";
  await context.db.transaction(async (tx) => {
    if (isEnded && groupId !== null) {
      await lockUser(tx, groupId);
      const locked = await lockConnectionByOauthId(tx, groupId, id);
      const fact = { kind: "token_refused", environment: "sandbox", generation: token.generation } as const;
      if (locked !== null) await applyFact(tx, context, locked, fact);
    }
    await finish(tx);
  });
}
