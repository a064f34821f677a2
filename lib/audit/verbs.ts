import "server-only";

export * from "./export-audit-entries";
export * from "./list-audit-entries";
