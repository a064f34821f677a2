import "server-only";

export * from "./delete-old-calls";
export * from "./read-upstream";
