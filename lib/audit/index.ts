import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export { auditActions, type AuditAction } from "./audit-actions";
export type { AuditFilter } from "./audit-filter";
export type { ExportedAuditEntry } from "./export-audit-entries";
export type { ListedAuditEntry } from "./list-audit-entries";
export { recordAudit, type AuditFact } from "./record-audit";

export const { exportAuditEntries, listAuditEntries } = withVerbSpans("audit", verbs);
