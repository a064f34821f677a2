import "server-only";

export { exportAuditEntries } from "./export-audit-entries";
export { listAuditEntries } from "./list-audit-entries";
