import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { groupChanges } from "../schema";

export type GroupChange = typeof groupChanges.$inferInsert;

/** Counts that something of these groups changed. In one order of groups, so that two at once can't wait in a circle. */
export async function addGroupChanges(tx: Executor, changes: GroupChange[]): Promise<void> {
  if (changes.length === 0) return;
  const inOrder = changes.toSorted((a, b) =>
    `${a.groupId} ${a.environment}` < `${b.groupId} ${b.environment}` ? -1 : 1,
  );
  await tx
    .insert(groupChanges)
    .values(inOrder)
    .onConflictDoUpdate({
      target: [groupChanges.groupId, groupChanges.environment],
      set: {
        version: sql`${groupChanges.version} + excluded.version`,
        changedAt: sql`greatest(${groupChanges.changedAt}, excluded.changed_at)`,
      },
    });
}

export async function findGroupChange(
  db: Executor,
  groupId: string,
  environment: GroupChange["environment"],
): Promise<typeof groupChanges.$inferSelect | null> {
  const [change] = await db
    .select()
    .from(groupChanges)
    .where(and(eq(groupChanges.groupId, groupId), eq(groupChanges.environment, environment)));
  return change ?? null;
}
