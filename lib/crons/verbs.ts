import "server-only";

export * from "./run-process";
export * from "./run-reconcile";
