export * from "./accounts";
export * from "./audit-entries";
export * from "./connection-tokens";
export * from "./connections";
export * from "./sessions";
export * from "./used-flows";
export * from "./users";
