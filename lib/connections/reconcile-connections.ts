import "server-only";
import { z } from "zod";
import { listNotDeactivated, listUnidentifiedConnections } from "@/db/queries/connections";
import {
  listDoubtfulGroups,
  listOauthConnectionsOfGroup,
  noteOneSided,
  putOauthConnections,
} from "@/db/queries/oauth-connections";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { listOAuthConnections, UpstreamError, type OAuthConnection } from "../increase";
import { applyDeactivation } from "./apply-deactivation";
import { findOurApplicationId } from "./find-connection-id";
import { correctGroup, findUnidentified, tryToIdentify } from "./identify";
import { clockSkewMs, longestSignInMs } from "./pick-connection";

/** Where a walk through Increase's list stands; null: it has been to the end, the next one begins anew. */
export const WalkState = z
  .object({
    cursor: z.string().nullable(),
    startedAt: z.coerce.date(),
    /** The list has been read to its end; what is left is to find ids, after this connection of ours. */
    isRead: z.boolean().default(false),
    identifiedTo: z.string().nullable().default(null),
    /** Rows of the list that could not be read: what is missing in it may be one of them. */
    unreadable: z.number().default(0),
  })
  .nullable();
export type WalkState = z.output<typeof WalkState>;

type ConnectionDrift = {
  /** Ended at Increase, and we had not been told. */
  deactivations_missed: number;
  /** For the first time, or in place of a wrong one. */
  ids_learned: number;
  /** Rows of Increase's list that are no connections, or that can't be kept. */
  connections_unreadable: number;
  only_at_increase: number;
  only_here: number;
};

export type Walk = {
  state: WalkState;
  deadline: Date;
  /** Keeps where the walk stands, so that the next run can go on from there. */
  save(state: WalkState): Promise<void>;
  /** Told of each page of Increase's list once it is repaired, before `save`: how many, and whose ends were missed. */
  onPage?(page: { isFirst: boolean; connections: number; missed: number }): void;
};

const unidentifiedAtOnce = 100;

async function repairPage(
  context: Context,
  page: OAuthConnection[],
  deadline: Date,
): Promise<{ missed: number; corrected: number }> {
  const seenAt = context.now();
  await putOauthConnections(
    context.db,
    page.map((connection) => ({ ...connection, seenAt })),
  );
  const repaired = { missed: 0, corrected: 0 };
  // First: an old connection's end must not be taken for that of one which bears its id by mistake.
  const doubtful = await listDoubtfulGroups(
    context.db,
    page.map(({ id }) => id),
    { clockSkewMs, longestSignInMs },
  );
  for (const groupId of doubtful) {
    // An Increase that hangs over a few of these must not keep the ends on this page from being carried out.
    if (context.now() >= deadline) break;
    if (await correctGroup(context, groupId)) repaired.corrected += 1;
  }
  const ended = page.filter(({ status }) => status === "inactive").map(({ id }) => id);
  const missed = await listNotDeactivated(context.db, ended);
  for (const id of missed) if ((await applyDeactivation(context, { id })) === "applied") repaired.missed += 1;
  return repaired;
}

/** Returns null when Increase no longer knows the cursor: then the walk begins anew. */
async function readPage({ increase }: Context, cursor: string | null) {
  try {
    return await listOAuthConnections(increase.platform("live"), { cursor: cursor ?? undefined });
  } catch (error) {
    if (cursor !== null && error instanceof UpstreamError && error.kind === "invalid") return null;
    throw error;
  }
}

type Pass = { context: Context; oauthApplicationId: string; deadline: Date; walk: NonNullable<WalkState> };

async function identifyOne({ context, oauthApplicationId, walk }: Pass, groupId: string): Promise<boolean> {
  const connected = await findUnidentified(context, groupId);
  // Who signed in after the list was begun may be missing in it: of their older grants none is the right one.
  if (connected === null || connected.connectedAt >= walk.startedAt) return false;
  const candidates = await listOauthConnectionsOfGroup(context.db, groupId, oauthApplicationId);
  // Attack: a row of an odd form, in whose place an older connection is taken for want of a newer one.
  const evidence = { candidates, listBegunAt: walk.unreadable === 0 ? walk.startedAt : null };
  return (await tryToIdentify(context, connected, evidence)) !== null;
}

/** Gives ids to connections that lack one. Returns how many, and how far the time sufficed. */
async function identifyAll(
  pass: Pass,
): Promise<{ learned: number; isDone: boolean; afterId: string | null }> {
  const { context, deadline } = pass;
  let learned = 0;
  let afterId = pass.walk.identifiedTo;
  for (;;) {
    const batch: { id: string; groupId: string }[] = await listUnidentifiedConnections(context.db, {
      afterId,
      limit: unidentifiedAtOnce,
    });
    for (const { id, groupId } of batch) {
      if (context.now() >= deadline) return { learned, isDone: false, afterId };
      if (await identifyOne(pass, groupId)) learned += 1;
      afterId = id;
    }
    if (batch.length < unidentifiedAtOnce) return { learned, isDone: true, afterId };
  }
}

const beginWalk = ({ now }: Context): NonNullable<WalkState> => ({
  cursor: null,
  startedAt: now(),
  isRead: false,
  identifiedTo: null,
  unreadable: 0,
});

/** Reads on through Increase's list. Returns where it stands, and what was found on the way. */
async function readList(context: Context, { state, deadline, save, onPage }: Walk) {
  let walk = state ?? beginWalk(context);
  const found = { missed: 0, corrected: 0, unreadable: 0 };
  while (!walk.isRead && context.now() < deadline) {
    const page = await readPage(context, walk.cursor);
    if (page === null) {
      walk = beginWalk(context);
      continue;
    }
    const { missed, corrected } = await repairPage(context, page.connections, deadline);
    found.missed += missed;
    found.corrected += corrected;
    found.unreadable += page.unreadable;
    onPage?.({ isFirst: walk.cursor === null, connections: page.connections.length, missed });
    walk = {
      ...walk,
      cursor: page.nextCursor,
      isRead: page.nextCursor === null,
      unreadable: walk.unreadable + page.unreadable,
    };
    await save(walk);
  }
  const { log } = context;
  const { unreadable } = found;
  if (unreadable > 0) log.warn({ count: unreadable }, "rows of Increase's connections could not be read");
  return { walk, found };
}

/**
 * Walks all of Increase's OAuth connections, active and inactive, against ours, and repairs what differs. Any
 * number of these may run at once. Returns what was found; `isDone` is false where the time did not suffice.
 * https://increase.com/documentation/api/oauth-connections
 * @throws AppError `not_found` for anybody but the system; UpstreamError
 */
export async function reconcileConnections(
  context: Context,
  asked: Walk,
): Promise<{ drift: ConnectionDrift; isDone: boolean }> {
  requireSystemPermission(context, "connection.reconcile");
  return walkConnections(context, asked);
}

/** The same for whoever has shown that they may. @throws UpstreamError */
export async function walkConnections(
  context: Context,
  asked: Walk,
): Promise<{ drift: ConnectionDrift; isDone: boolean }> {
  const { deadline, save } = asked;
  const { walk, found } = await readList(context, asked);
  const drift: ConnectionDrift = {
    deactivations_missed: found.missed,
    ids_learned: found.corrected,
    connections_unreadable: found.unreadable,
    only_at_increase: 0,
    only_here: 0,
  };
  if (!walk.isRead) return { drift, isDone: false };
  const oauthApplicationId = await findOurApplicationId(context);
  if (oauthApplicationId !== null) {
    const pass = { context, oauthApplicationId, deadline, walk };
    const { learned, isDone, afterId } = await identifyAll(pass);
    drift.ids_learned += learned;
    if (!isDone) {
      await save({ ...walk, identifiedTo: afterId });
      return { drift, isDone };
    }
    const oneSided = await noteOneSided(context.db, {
      oauthApplicationId,
      // Of a list that was not read in whole nothing is missing.
      walkStartedAt: walk.unreadable === 0 ? walk.startedAt : null,
      now: context.now(),
    });
    drift.only_at_increase = oneSided.onlyAtIncrease;
    drift.only_here = oneSided.onlyHere;
  }
  await save(null);
  return { drift, isDone: true };
}
