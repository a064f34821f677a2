import "server-only";
import { z } from "zod";
import { claimJob, releaseJob, saveJob } from "@/db/queries/jobs";
import { insertReconciliation } from "@/db/queries/reconciliations";
import { sendAlerts } from "../alerts";
import { requireSystemPermission } from "../auth/permissions";
import { sweepExpired } from "../auth/sweep-expired";
import { reconcileConnections, WalkState } from "../connections";
import type { Context } from "../context";
import { UpstreamError, type IncreaseEnvironment } from "../increase";
import { instruments } from "../telemetry";
import { deleteOldCalls } from "../upstream";
import { deleteOldEvents, pollEvents, PollState, processEvents } from "../webhooks";

type ReconcileRun =
  | { status: "ran"; isComplete: boolean; drift: Record<string, number>; deletedEvents: number }
  /** Another run is under way, or one began so lately that this one was not called for. */
  | { status: "left_to_another" };

/** Where the next run goes on from. What an older version has left and can't be read is begun anew. */
const JobState = z.object({
  walk: WalkState.catch(null),
  live: PollState.nullable().catch(null),
  sandbox: PollState.nullable().catch(null),
});
type JobState = z.output<typeof JobState>;

type Run = { context: Context; deadline: Date; state: JobState; save(): Promise<void> };

const batch = 100;
const environments = ["live", "sandbox"] as const;

async function poll(run: Run, environment: IncreaseEnvironment) {
  const { context, deadline, state } = run;
  return pollEvents(context, environment, {
    state: state[environment],
    deadline,
    save: async (next) => {
      state[environment] = next;
      await run.save();
    },
  });
}

/** Each part for itself: where one fails, the others still repair what they find. */
async function attempt<T>({ context }: Run, what: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const { log } = context;
    const level = error instanceof UpstreamError ? "warn" : "error";
    log[level]({ err: error, what }, "a part of a reconciliation failed");
    return null;
  }
}

async function walk(run: Run) {
  const { context, deadline, state } = run;
  return reconcileConnections(context, {
    state: state.walk,
    deadline,
    save: async (next) => {
      state.walk = next;
      await run.save();
    },
  });
}

async function repair(run: Run): Promise<{ isComplete: boolean; drift: Record<string, number> }> {
  const { context, deadline } = run;
  const connections = await attempt(run, "connections", () => walk(run));
  let isComplete = connections?.isDone ?? false;
  const drift: Record<string, number> = { ...connections?.drift };
  for (const environment of environments) {
    const events = await attempt(run, `${environment} events`, () => poll(run, environment));
    isComplete &&= events?.isDone ?? false;
    drift[`${environment}_events_missed`] = events?.missed ?? 0;
  }
  await processEvents(context, { limit: batch, deadline });
  await sendAlerts(context);
  return { isComplete, drift };
}

/**
 * Holds what Increase has against what we have: its connections, and its own list of events. Repairs what
 * differs, counts it and writes it down; then lets go of events that are old enough.
 * @param notSince leaves the work to a run that began after this moment
 * @throws AppError `not_found` for anybody but the system
 */
export async function runReconcile(
  context: Context,
  { deadline, notSince }: { deadline: Date; notSince?: Date },
): Promise<ReconcileRun> {
  requireSystemPermission(context, "connection.reconcile");
  const startedAt = context.now();
  const job = await claimJob(context.db, "reconcile", { now: startedAt, until: deadline, notSince });
  if (job === null) return { status: "left_to_another" };
  const state = JobState.catch({ walk: null, live: null, sandbox: null }).parse(job.state ?? {});
  const save = async () => void (await saveJob(context.db, job, state));
  try {
    const { isComplete, drift } = await repair({ context, deadline, state, save });
    const finishedAt = context.now();
    for (const [kind, found] of Object.entries(drift)) instruments().drift.add(found, { kind });
    await insertReconciliation(context.db, { startedAt, finishedAt, isComplete, drift });
    const deletedEvents = await deleteOldEvents(context, { deadline });
    await deleteOldCalls(context, { deadline });
    await sweepExpired(context);
    await context.upstream.flush();
    return { status: "ran", isComplete, drift, deletedEvents };
  } finally {
    await releaseJob(context.db, job, context.now());
  }
}
