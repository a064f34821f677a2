import "server-only";
import { and, desc, eq, gt } from "drizzle-orm";
import type { Executor } from "../client";
import { groupViews } from "../schema";

export type GroupViewRow = typeof groupViews.$inferSelect;

/** False: one with this id is there already. */
export async function insertGroupView(tx: Executor, view: typeof groupViews.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(groupViews)
    .values(view)
    .onConflictDoNothing()
    .returning({ id: groupViews.id });
  return inserted.length === 1;
}

/** The person's look at the group that is still open; the one that lasts longest. */
export async function findOpenGroupView(
  db: Executor,
  { staffId, groupId, now }: { staffId: string; groupId: string; now: Date },
): Promise<GroupViewRow | null> {
  const [view] = await db
    .select()
    .from(groupViews)
    .where(
      and(eq(groupViews.staffId, staffId), eq(groupViews.groupId, groupId), gt(groupViews.expiresAt, now)),
    )
    .orderBy(desc(groupViews.expiresAt))
    .limit(1);
  return view ?? null;
}
