import "server-only";
import type { Executor } from "../client";
import { auditEntries } from "../schema";

export type NewAuditEntry = typeof auditEntries.$inferInsert;

export async function insertAuditEntry(db: Executor, entry: NewAuditEntry): Promise<void> {
  await db.insert(auditEntries).values(entry);
}
