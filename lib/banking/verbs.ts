import "server-only";

export * from "./export-transactions";
export * from "./read-account";
export * from "./read-accounts";
export * from "./read-balance";
export * from "./read-balance-history";
export * from "./read-change";
export * from "./read-account-numbers";
export * from "./read-cards";
export * from "./read-pending-transactions";
export * from "./read-recent-transactions";
export * from "./read-transactions";
export * from "./reveal-account-number";
