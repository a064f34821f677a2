import "server-only";
import { listStaffEmails, type AuditEntryRow } from "@/db/queries/audit";
import type { Context } from "../context";

/** An entry of the log, and the addresses of the staff that it names: those of today, since an id never changes. */
export type NamedAuditEntry = AuditEntryRow & { actorEmail: string | null; targetEmail: string | null };

function staffIdsOf({ actorKind, actorId, targetKind, targetId }: AuditEntryRow): string[] {
  return [
    ...(actorKind === "staff" && actorId !== null ? [actorId] : []),
    ...(targetKind === "staff" ? [targetId] : []),
  ];
}

export async function withEmails({ db }: Context, rows: AuditEntryRow[]): Promise<NamedAuditEntry[]> {
  const known = await listStaffEmails(db, [...new Set(rows.flatMap(staffIdsOf))]);
  const emails = new Map(known.map(({ id, email }) => [id, email]));
  return rows.map((row) => ({
    ...row,
    actorEmail: row.actorKind === "staff" ? (emails.get(row.actorId ?? "") ?? null) : null,
    targetEmail: row.targetKind === "staff" ? (emails.get(row.targetId) ?? null) : null,
  }));
}
