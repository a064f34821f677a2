import "server-only";

export * from "./read-attention";
export * from "./read-connection-history";
export * from "./read-event-activity";
