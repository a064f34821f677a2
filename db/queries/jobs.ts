import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { jobs, type jobNames } from "../schema";

export type JobName = (typeof jobNames)[number];
export type Job = typeof jobs.$inferSelect;

/** Claims a job until a moment. Null: somebody else runs it, or it began less than `notSince` ago. */
export async function claimJob(
  db: Executor,
  name: JobName,
  { now, until, notSince }: { now: Date; until: Date; notSince?: Date },
): Promise<(Job & { claim: string }) | null> {
  const isFree = or(isNull(jobs.claimedUntil), lt(jobs.claimedUntil, now));
  const claimed = { claim: sql`gen_random_uuid()`, claimedUntil: until, startedAt: now };
  const [job] = await db
    .insert(jobs)
    .values({ name, ...claimed })
    .onConflictDoUpdate({
      target: jobs.name,
      set: claimed,
      setWhere: and(isFree, notSince === undefined ? undefined : lt(jobs.startedAt, notSince)),
    })
    .returning();
  return job !== undefined && job.claim !== null ? { ...job, claim: job.claim } : null;
}

/** Keeps where a job stands. False: the claim ran out and somebody else has it. */
export async function saveJob(
  db: Executor,
  job: { name: JobName; claim: string },
  state: unknown,
): Promise<boolean> {
  const saved = await db
    .update(jobs)
    .set({ state })
    .where(and(eq(jobs.name, job.name), eq(jobs.claim, job.claim)))
    .returning({ name: jobs.name });
  return saved.length === 1;
}

export async function releaseJob(
  db: Executor,
  job: { name: JobName; claim: string },
  finishedAt: Date,
): Promise<void> {
  await db
    .update(jobs)
    .set({ claim: null, claimedUntil: null, finishedAt })
    .where(and(eq(jobs.name, job.name), eq(jobs.claim, job.claim)));
}

export async function findJob(db: Executor, name: JobName): Promise<Job | null> {
  const [job] = await db.select().from(jobs).where(eq(jobs.name, name));
  return job ?? null;
}
