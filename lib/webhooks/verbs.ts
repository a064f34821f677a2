import "server-only";

export * from "./delete-old-events";
export * from "./export-events";
export * from "./get-event";
export * from "./list-events";
export * from "./poll-events";
export * from "./process-events";
export * from "./receive-delivery";
export * from "./replay-events";
