import "server-only";
import { eq, lt, lte, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { rateLimits } from "../schema";

export type CountedWindow = { count: number; windowEndsAt: Date };

const counted = { count: rateLimits.count, windowEndsAt: rateLimits.windowEndsAt };

/**
 * Counts one attempt in the window that is open, or opens one that ends at `windowEndsAt`. One statement, so that of
 * many at once, on however many instances, each is counted.
 */
export async function countInWindow(
  db: Executor,
  key: string,
  { now, windowEndsAt }: { now: Date; windowEndsAt: Date },
): Promise<CountedWindow> {
  const isOver = lte(rateLimits.windowEndsAt, now);
  const [row] = await db
    .insert(rateLimits)
    .values({ key, count: 1, windowEndsAt })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${rateLimits.count} + 1 end`,
        windowEndsAt: sql`case when ${isOver} then excluded.window_ends_at else ${rateLimits.windowEndsAt} end`,
      },
    })
    .returning(counted);
  if (row === undefined) throw new Error("INSERT … RETURNING gave no row");
  return row;
}

/** What has been counted, without counting. */
export async function findWindow(db: Executor, key: string): Promise<CountedWindow | null> {
  const [row] = await db.select(counted).from(rateLimits).where(eq(rateLimits.key, key));
  return row ?? null;
}

export async function deleteEndedWindows(db: Executor, now: Date): Promise<void> {
  await db.delete(rateLimits).where(lt(rateLimits.windowEndsAt, now));
}
