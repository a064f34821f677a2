import "server-only";
import { listAuditRows } from "@/db/queries/audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { readInPages } from "../csv/csv-rows";
import { parseAuditFilter, type AuditFilter } from "./audit-filter";
import { recordAudit } from "./record-audit";
import { withEmails, type NamedAuditEntry } from "./with-emails";

export type ExportedAuditEntry = NamedAuditEntry;

/**
 * All entries that fit, newest first, to be read as they are sent. That they were taken stands in the log before
 * the first of them goes out.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input` for an invalid filter
 */
export async function exportAuditEntries(
  context: Context,
  { filter = {} }: { filter?: AuditFilter } = {},
): Promise<AsyncIterable<ExportedAuditEntry>> {
  requireStaffPermission(context, "audit.export");
  const fitting = parseAuditFilter(filter);
  await context.db.transaction((tx) =>
    recordAudit(tx, context, {
      action: "audit.exported",
      targetKind: "audit",
      targetId: "list",
      groupId: fitting.groupId ?? null,
      after: { filter: fitting },
    }),
  );
  return readInPages<ExportedAuditEntry>(context, "audit.export", async (after, limit) =>
    withEmails(
      context,
      await listAuditRows(context.db, { filter: fitting, after: after?.id ?? null, limit }),
    ),
  );
}
