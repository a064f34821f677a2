import "server-only";
import { z } from "zod";
import type { Executor } from "@/db/client";
import { claimJob, findJob, releaseJob, saveJob, type JobName } from "@/db/queries/jobs";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import { toStaffError } from "./staff-words";
import { walkConnections, WalkState } from "./reconcile-connections";

const Differences = z.object({
  deactivations_missed: z.number(),
  ids_learned: z.number(),
  connections_unreadable: z.number().default(0),
  only_at_increase: z.number(),
  only_here: z.number(),
});

/** Kept between the parts of one sync, and after it for whoever looks at what it found. */
const SyncState = z.object({
  walk: WalkState,
  startedAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
  pages: z.number(),
  seen: z.number(),
  /** How many the sync before this one saw: what the progress is measured by. Null: there was none. */
  expected: z.number().nullable().default(null),
  differences: Differences,
});
type SyncState = z.output<typeof SyncState>;

export type Sync = Omit<SyncState, "walk"> & { isDone: boolean };

type ClaimedJob = { name: JobName; claim: string };

const none: z.output<typeof Differences> = {
  deactivations_missed: 0,
  ids_learned: 0,
  connections_unreadable: 0,
  only_at_increase: 0,
  only_here: 0,
};

function readState(state: unknown): SyncState | null {
  const parsed = SyncState.safeParse(state);
  return parsed.success ? parsed.data : null;
}

function toSync({ walk: _walk, ...state }: SyncState): Sync {
  return { ...state, isDone: state.finishedAt !== null };
}

function begin({ now }: Context, before: SyncState | null): SyncState {
  const expected = before?.seen ?? null;
  const differences = { ...none };
  return { walk: null, startedAt: now(), finishedAt: null, pages: 0, seen: 0, expected, differences };
}

function busy(): AppError {
  return new AppError("conflict", "Somebody else is syncing at this moment. Nothing was done twice.");
}

/**
 * The last sync, or the one under way.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readSync(context: Context): Promise<Sync | null> {
  requireStaffPermission(context, "connection.list");
  const state = readState((await findJob(context.db, "sync"))?.state);
  return state && toSync(state);
}

/**
 * Goes on with a sync, or begins one: Increase's list of connections, all its pages, against ours. Stops at the
 * deadline and leaves where it stands, so that the next call goes on from there.
 * https://increase.com/documentation/api/oauth-connections
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `conflict` while somebody else is at it,
 * `increase_unavailable`, `increase_refused`
 */
export async function syncConnections(context: Context, { deadline }: { deadline: Date }): Promise<Sync> {
  requireStaffPermission(context, "connection.sync");
  const job = await claimJob(context.db, "sync", { now: context.now(), until: deadline });
  if (job === null) throw busy();
  const before = readState(job.state);
  const state = before !== null && before.finishedAt === null ? before : begin(context, before);
  try {
    await goOn(context, state, { job, deadline });
    return toSync(state);
  } catch (error) {
    throw toStaffError(error, "What was synced before stays; sync again to go on from there.");
  } finally {
    await releaseJob(context.db, job, context.now());
  }
}

/** Race: the deadline was over, and somebody else has gone on from the same place. */
async function save(db: Executor, job: ClaimedJob, state: SyncState): Promise<void> {
  if (!(await saveJob(db, job, state))) throw busy();
}

async function goOn(
  context: Context,
  state: SyncState,
  { job, deadline }: { job: ClaimedJob; deadline: Date },
): Promise<void> {
  const { db } = context;
  const { differences } = state;
  const { drift, isDone } = await walkConnections(context, {
    state: state.walk,
    deadline,
    onPage({ isFirst, connections, missed }) {
      // Increase may have forgotten the place that was kept: then the walk begins anew.
      if (isFirst) [state.pages, state.seen] = [0, 0];
      state.pages += 1;
      state.seen += connections;
      differences.deactivations_missed += missed;
    },
    async save(walk) {
      // Null is the end of the walk, which is kept below together with what it came to.
      if (walk === null) return;
      state.walk = walk;
      await save(db, job, state);
    },
  });
  differences.ids_learned += drift.ids_learned;
  differences.connections_unreadable += drift.connections_unreadable;
  differences.only_at_increase = drift.only_at_increase;
  differences.only_here = drift.only_here;
  if (!isDone) return save(db, job, state);
  state.walk = null;
  state.finishedAt = context.now();
  await db.transaction(async (tx) => {
    await save(tx, job, state);
    await recordAudit(tx, context, {
      action: "connections.synced",
      targetKind: "connection",
      targetId: "list",
      groupId: null,
      after: { ...differences, pages: state.pages, seen: state.seen },
    });
  });
}
