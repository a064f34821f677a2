import { exportAuditEntries, type ExportedAuditEntry } from "@/lib/audit";
import { csvRoute } from "@/lib/http/csv-route";
import { readAuditExport } from "../_components/audit-search";

function toJson(side: ExportedAuditEntry["before"]): string | null {
  return side === null ? null : JSON.stringify(side);
}

export const GET = csvRoute({
  name: "audit-log",
  permission: "audit.export",
  readFilter: readAuditExport,
  readRows: exportAuditEntries,
  columns: {
    id: (entry: ExportedAuditEntry) => entry.id,
    at: (entry) => entry.at,
    actor_kind: (entry) => entry.actorKind,
    actor_id: (entry) => entry.actorId,
    actor_email: (entry) => entry.actorEmail,
    action: (entry) => entry.action,
    target_kind: (entry) => entry.targetKind,
    target_id: (entry) => entry.targetId,
    group_id: (entry) => entry.groupId,
    before: (entry) => toJson(entry.before),
    after: (entry) => toJson(entry.after),
    reason: (entry) => entry.reason,
    ip_address: (entry) => entry.ipAddress,
    user_agent: (entry) => entry.userAgent,
    request_id: (entry) => entry.requestId,
  },
});
