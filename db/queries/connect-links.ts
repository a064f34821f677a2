import "server-only";
import { and, desc, eq, getTableColumns, gt, isNull, lt, or } from "drizzle-orm";
import type { Executor } from "../client";
import { connectLinks, staff } from "../schema";

export type ConnectLinkRow = typeof connectLinks.$inferSelect;

/** False: one with this id is there already. */
export async function insertConnectLink(
  tx: Executor,
  link: typeof connectLinks.$inferInsert,
): Promise<boolean> {
  const inserted = await tx
    .insert(connectLinks)
    .values(link)
    .onConflictDoNothing()
    .returning({ id: connectLinks.id });
  return inserted.length === 1;
}

export async function findConnectLink(db: Executor, id: string): Promise<ConnectLinkRow | null> {
  const [link] = await db.select().from(connectLinks).where(eq(connectLinks.id, id));
  return link ?? null;
}

function isUsable(now: Date) {
  return and(isNull(connectLinks.usedAt), isNull(connectLinks.revokedAt), gt(connectLinks.expiresAt, now));
}

/** Uses a link up. Null: it was used, revoked or over before. */
export async function useConnectLink(
  tx: Executor,
  id: string,
  { groupId, now }: { groupId: string; now: Date },
): Promise<ConnectLinkRow | null> {
  const [used] = await tx
    .update(connectLinks)
    .set({ usedAt: now, usedByGroupId: groupId })
    .where(
      and(
        eq(connectLinks.id, id),
        isUsable(now),
        or(isNull(connectLinks.groupId), eq(connectLinks.groupId, groupId)),
      ),
    )
    .returning();
  return used ?? null;
}

/** Null: it was used, revoked or over before. */
export async function revokeConnectLink(tx: Executor, id: string, now: Date): Promise<ConnectLinkRow | null> {
  const [revoked] = await tx
    .update(connectLinks)
    .set({ revokedAt: now })
    .where(and(eq(connectLinks.id, id), isUsable(now)))
    .returning();
  return revoked ?? null;
}

/** The newest first; of one group, or all. */
export async function listConnectLinks(
  db: Executor,
  { groupId, before, limit }: { groupId?: string; before?: Date; limit: number },
): Promise<(ConnectLinkRow & { createdByEmail: string })[]> {
  return db
    .select({ ...getTableColumns(connectLinks), createdByEmail: staff.email })
    .from(connectLinks)
    .innerJoin(staff, eq(staff.id, connectLinks.createdBy))
    .where(
      and(
        groupId === undefined ? undefined : eq(connectLinks.groupId, groupId),
        before && lt(connectLinks.createdAt, before),
      ),
    )
    .orderBy(desc(connectLinks.createdAt), desc(connectLinks.id))
    .limit(limit);
}
