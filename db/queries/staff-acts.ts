import "server-only";
import { and, eq, isNull, lte } from "drizzle-orm";
import type { Executor } from "../client";
import { staffActs, type ActOutcome } from "../schema";

export type ActRow = typeof staffActs.$inferSelect;
export type { ActOutcome };

/** Writes that an act begins. Null: it, or another on the same connection, has begun before. */
export async function insertAct(db: Executor, act: typeof staffActs.$inferInsert): Promise<ActRow | null> {
  const [row] = await db.insert(staffActs).values(act).onConflictDoNothing().returning();
  return row ?? null;
}

export async function findAct(db: Executor, id: string): Promise<ActRow | null> {
  const [row] = await db.select().from(staffActs).where(eq(staffActs.id, id));
  return row ?? null;
}

/** Ends acts on a connection that were cut off: their time is over, and nobody has said how they went. */
export async function closeCutOffActs(
  db: Executor,
  connectionId: string,
  { now, outcome }: { now: Date; outcome: ActOutcome },
): Promise<void> {
  await db
    .update(staffActs)
    .set({ finishedAt: now, outcome })
    .where(
      and(
        eq(staffActs.connectionId, connectionId),
        isNull(staffActs.finishedAt),
        lte(staffActs.claimedUntil, now),
      ),
    );
}

/** Lets go of acts, finished or cut off, whose time was over by then. */
export async function deleteOldActs(db: Executor, before: Date): Promise<void> {
  await db.delete(staffActs).where(lte(staffActs.claimedUntil, before));
}

/** False: its time was over, and somebody has closed it. */
export async function finishAct(
  db: Executor,
  id: string,
  { finishedAt, outcome }: { finishedAt: Date; outcome: ActOutcome },
): Promise<boolean> {
  const finished = await db
    .update(staffActs)
    .set({ finishedAt, outcome })
    .where(and(eq(staffActs.id, id), isNull(staffActs.finishedAt)))
    .returning({ id: staffActs.id });
  return finished.length === 1;
}
