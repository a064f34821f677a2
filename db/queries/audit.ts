import "server-only";
import { and, desc, eq, gte, inArray, lt, sql, type SQL } from "drizzle-orm";
import type { Executor } from "../client";
import { auditEntries, staff } from "../schema";
import { takeTurn } from "./turn";

export type NewAuditEntry = typeof auditEntries.$inferInsert;
export type AuditEntryRow = typeof auditEntries.$inferSelect;

export type AuditFilter = {
  actorKind?: AuditEntryRow["actorKind"];
  actorId?: string;
  action?: string;
  groupId?: string;
  targetId?: string;
  from?: Date;
  before?: Date;
};

export async function insertAuditEntry(db: Executor, entry: NewAuditEntry): Promise<void> {
  await db.insert(auditEntries).values(entry);
}

/** Whether the log has this of a target already. Those who ask it of one target take turns until their transaction's end. */
export async function isAudited(
  tx: Executor,
  { action, targetKind, targetId }: Pick<NewAuditEntry, "action" | "targetKind" | "targetId">,
): Promise<boolean> {
  await takeTurn(tx, JSON.stringify([action, targetKind, targetId]));
  const isSame = and(
    eq(auditEntries.action, action),
    eq(auditEntries.targetKind, targetKind),
    eq(auditEntries.targetId, targetId),
  );
  return (await tx.$count(auditEntries, isSame)) > 0;
}

function fits({ actorKind, actorId, action, groupId, targetId, from, before }: AuditFilter): SQL | undefined {
  return and(
    actorKind && eq(auditEntries.actorKind, actorKind),
    actorId === undefined ? undefined : eq(auditEntries.actorId, actorId),
    action === undefined ? undefined : eq(auditEntries.action, action),
    groupId === undefined ? undefined : eq(auditEntries.groupId, groupId),
    targetId === undefined ? undefined : eq(auditEntries.targetId, targetId),
    from && gte(auditEntries.at, from),
    before && lt(auditEntries.at, before),
  );
}

/** Newest first: those with an id below `after`, where there is one. */
export async function listAuditRows(
  db: Executor,
  { filter, after, limit }: { filter: AuditFilter; after: bigint | null; limit: number },
): Promise<AuditEntryRow[]> {
  return db
    .select()
    .from(auditEntries)
    .where(and(fits(filter), after === null ? undefined : lt(auditEntries.id, after)))
    .orderBy(desc(auditEntries.id))
    .limit(limit);
}

/** The addresses of the staff among these ids, the removed too. An id that is no uuid is nobody's. */
export async function listStaffEmails(db: Executor, ids: string[]): Promise<{ id: string; email: string }[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: staff.id, email: staff.email })
    .from(staff)
    .where(inArray(sql`${staff.id}::text`, ids));
}
