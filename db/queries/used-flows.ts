import "server-only";
import { eq, lt } from "drizzle-orm";
import type { Executor } from "../client";
import { usedFlows } from "../schema";

/** Claims a sign-in for this one arrival. False: another arrival of it came first. */
export async function claimFlow(db: Executor, id: string, expiresAt: Date): Promise<boolean> {
  const claimed = await db
    .insert(usedFlows)
    .values({ id, expiresAt })
    .onConflictDoNothing()
    .returning({ id: usedFlows.id });
  return claimed.length === 1;
}

export async function isFlowUsed(db: Executor, id: string): Promise<boolean> {
  const [used] = await db.select({ id: usedFlows.id }).from(usedFlows).where(eq(usedFlows.id, id));
  return used !== undefined;
}

export async function deleteExpiredFlows(db: Executor, now: Date): Promise<void> {
  await db.delete(usedFlows).where(lt(usedFlows.expiresAt, now));
}
