export { auditActions, type AuditAction } from "./audit-actions";
export { type AuditFilter } from "./audit-filter";
export { exportAuditEntries, type ExportedAuditEntry } from "./export-audit-entries";
export { auditEntriesPerPage, listAuditEntries, type ListedAuditEntry } from "./list-audit-entries";
export { recordAudit, type AuditFact } from "./record-audit";
