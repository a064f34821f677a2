import "server-only";
import { and, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { upstreamCalls, upstreamErrors } from "../schema";

export type UpstreamCallCount = typeof upstreamCalls.$inferSelect;
export type UpstreamErrorRow = typeof upstreamErrors.$inferSelect;
export type NewUpstreamError = Omit<UpstreamErrorRow, "id">;

const keyOf = ({ hour, environment, outcome, atMostMs }: UpstreamCallCount) =>
  [hour.toISOString(), environment, outcome, String(atMostMs).padStart(10, "0")].join(" ");

/** Adds to what is counted already. In one order of keys: two processes at once can't wait in a circle. */
export async function addUpstreamCalls(db: Executor, counts: UpstreamCallCount[]): Promise<void> {
  if (counts.length === 0) return;
  const { hour, environment, outcome, atMostMs, calls } = upstreamCalls;
  await db
    .insert(upstreamCalls)
    .values(counts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
    .onConflictDoUpdate({
      target: [hour, environment, outcome, atMostMs],
      set: { calls: sql`${calls} + excluded.calls` },
    });
}

/** Live and sandbox together. */
export async function listUpstreamCalls(
  db: Executor,
  since: Date,
): Promise<Omit<UpstreamCallCount, "environment">[]> {
  const { hour, outcome, atMostMs, calls } = upstreamCalls;
  return db
    .select({ hour, outcome, atMostMs, calls: sql<number>`sum(${calls})`.mapWith(Number) })
    .from(upstreamCalls)
    .where(gte(hour, since))
    .groupBy(hour, outcome, atMostMs)
    .orderBy(asc(hour), asc(atMostMs));
}

export async function insertUpstreamErrors(db: Executor, errors: NewUpstreamError[]): Promise<void> {
  if (errors.length > 0) await db.insert(upstreamErrors).values(errors);
}

/** What failed in a group's name, newest first; `before` leaves out what is as new or newer. */
export async function listUpstreamErrors(
  db: Executor,
  { groupId, before, limit }: { groupId: string; before: Date | null; limit: number },
): Promise<UpstreamErrorRow[]> {
  return db
    .select()
    .from(upstreamErrors)
    .where(
      and(eq(upstreamErrors.groupId, groupId), before === null ? undefined : lt(upstreamErrors.at, before)),
    )
    .orderBy(desc(upstreamErrors.at), desc(upstreamErrors.id))
    .limit(limit);
}

/** Deletes up to `limit` errors from before a moment. Returns how many. */
export async function deleteUpstreamErrors(db: Executor, before: Date, limit: number): Promise<number> {
  const old = db
    .select({ id: upstreamErrors.id })
    .from(upstreamErrors)
    .where(lt(upstreamErrors.at, before))
    .orderBy(upstreamErrors.at)
    .limit(limit);
  const deleted = await db
    .delete(upstreamErrors)
    .where(inArray(upstreamErrors.id, old))
    .returning({ id: upstreamErrors.id });
  return deleted.length;
}

export async function deleteUpstreamCalls(db: Executor, before: Date): Promise<void> {
  await db.delete(upstreamCalls).where(lt(upstreamCalls.hour, before));
}
