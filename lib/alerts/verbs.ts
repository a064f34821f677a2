import "server-only";

export * from "./send-alerts";
