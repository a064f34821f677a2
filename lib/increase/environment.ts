import "server-only";

export type IncreaseEnvironment = "live" | "sandbox";
