import "server-only";
import { z } from "zod";
import { listNotDeactivated, listUnidentifiedConnections } from "@/db/queries/connections";
import {
  countOneSided,
  listOauthConnectionsOfGroup,
  putOauthConnections,
} from "@/db/queries/oauth-connections";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { listOAuthConnections, UpstreamError, type OAuthConnection } from "../increase";
import { applyDeactivation } from "./apply-deactivation";
import { findOurApplicationId } from "./find-connection-id";
import { findUnidentified, identify } from "./identify";

/** Where a walk through Increase's list stands; null: it has been to the end, the next one begins anew. */
export const WalkState = z.object({ cursor: z.string().nullable(), startedAt: z.coerce.date() }).nullable();
export type WalkState = z.output<typeof WalkState>;

export type ConnectionDrift = {
  /** Ended at Increase, and we had not been told. */
  deactivations_missed: number;
  ids_learned: number;
  only_at_increase: number;
  only_here: number;
};

export type Walk = {
  state: WalkState;
  deadline: Date;
  /** Keeps where the walk stands, so that the next run can go on from there. */
  save(state: WalkState): Promise<void>;
};

const unidentifiedAtOnce = 100;

async function repairPage(context: Context, page: OAuthConnection[]): Promise<number> {
  const seenAt = context.now();
  await putOauthConnections(
    context.db,
    page.map((connection) => ({ ...connection, seenAt })),
  );
  const ended = page.filter(({ status }) => status === "inactive").map(({ id }) => id);
  const missed = await listNotDeactivated(context.db, ended);
  let applied = 0;
  for (const id of missed) if ((await applyDeactivation(context, { id })) === "applied") applied += 1;
  return applied;
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

/** Gives ids to connections that lack one. Returns how many, and whether time sufficed for all. */
async function identifyAll(context: Context, oauthApplicationId: string, deadline: Date) {
  let learned = 0;
  let afterId: string | null = null;
  for (;;) {
    const batch: { id: string; groupId: string }[] = await listUnidentifiedConnections(context.db, {
      afterId,
      limit: unidentifiedAtOnce,
    });
    for (const { id, groupId } of batch) {
      if (context.now() >= deadline) return { learned, isDone: false };
      const connected = await findUnidentified(context, groupId);
      const candidates = await listOauthConnectionsOfGroup(context.db, groupId, oauthApplicationId);
      if (connected !== null && (await identify(context, connected, candidates)) !== null) learned += 1;
      afterId = id;
    }
    if (batch.length < unidentifiedAtOnce) return { learned, isDone: true };
  }
}

/**
 * Walks all of Increase's OAuth connections, active and inactive, against ours, and repairs what differs. Any
 * number of these may run at once. Returns what was found; `isDone` is false where the time did not suffice.
 * https://increase.com/documentation/api/oauth-connections
 * @throws AppError `not_found` for anybody but the system; UpstreamError
 */
export async function reconcileConnections(
  context: Context,
  { state, deadline, save }: Walk,
): Promise<{ drift: ConnectionDrift; isDone: boolean }> {
  requireSystemPermission(context, "connection.reconcile");
  const drift = { deactivations_missed: 0, ids_learned: 0, only_at_increase: 0, only_here: 0 };
  let walk = state ?? { cursor: null, startedAt: context.now() };
  for (;;) {
    if (context.now() >= deadline) return { drift, isDone: false };
    const page = await readPage(context, walk.cursor);
    if (page === null) {
      walk = { cursor: null, startedAt: context.now() };
      continue;
    }
    drift.deactivations_missed += await repairPage(context, page.connections);
    if (page.nextCursor === null) break;
    walk = { ...walk, cursor: page.nextCursor };
    await save(walk);
  }
  const oauthApplicationId = await findOurApplicationId(context);
  if (oauthApplicationId !== null) {
    const { learned, isDone } = await identifyAll(context, oauthApplicationId, deadline);
    drift.ids_learned = learned;
    if (!isDone) return { drift, isDone };
    const oneSided = await countOneSided(context.db, { oauthApplicationId, walkStartedAt: walk.startedAt });
    drift.only_at_increase = oneSided.onlyAtIncrease;
    drift.only_here = oneSided.onlyHere;
  }
  await save(null);
  return { drift, isDone: true };
}
