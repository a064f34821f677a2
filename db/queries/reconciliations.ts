import "server-only";
import { desc, lt } from "drizzle-orm";
import type { Executor } from "../client";
import { reconciliations } from "../schema";

export type Reconciliation = typeof reconciliations.$inferSelect;

export async function insertReconciliation(
  db: Executor,
  run: typeof reconciliations.$inferInsert,
): Promise<void> {
  await db.insert(reconciliations).values(run);
}

export async function findLastReconciliation(db: Executor): Promise<Reconciliation | null> {
  const [run] = await db.select().from(reconciliations).orderBy(desc(reconciliations.startedAt)).limit(1);
  return run ?? null;
}

export async function deleteReconciliations(db: Executor, before: Date): Promise<void> {
  await db.delete(reconciliations).where(lt(reconciliations.startedAt, before));
}
