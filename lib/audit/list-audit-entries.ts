import "server-only";
import { listAuditRows } from "@/db/queries/audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import { parseAuditFilter, type AuditFilter } from "./audit-filter";
import { withEmails, type NamedAuditEntry } from "./with-emails";

export const auditEntriesPerPage = 50;

export type ListedAuditEntry = NamedAuditEntry;

const largestId = 2n ** 63n - 1n;

function readCursor(cursor: string): bigint {
  const id = /^\d{1,19}$/.test(cursor) ? BigInt(cursor) : null;
  if (id !== null && id <= largestId) return id;
  throw new AppError(
    "invalid_input",
    "This address names no place in the audit log. Nothing was changed; start again from the first page.",
  );
}

/**
 * One page of the audit log, newest first. The cursor is the last entry's id: new entries shift nothing.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input` for an invalid filter or cursor
 */
export async function listAuditEntries(
  context: Context,
  { filter = {}, cursor }: { filter?: AuditFilter; cursor?: string } = {},
): Promise<{ entries: ListedAuditEntry[]; nextCursor: string | null }> {
  requireStaffPermission(context, "audit.read");
  const found = await listAuditRows(context.db, {
    filter: parseAuditFilter(filter),
    after: cursor === undefined ? null : readCursor(cursor),
    limit: auditEntriesPerPage + 1,
  });
  const rows = found.slice(0, auditEntriesPerPage);
  const isMore = found.length > auditEntriesPerPage;
  return {
    entries: await withEmails(context, rows),
    nextCursor: isMore ? (rows.at(-1)?.id.toString() ?? null) : null,
  };
}
