import "server-only";

export * from "./admit-staff";
export * from "./end-sessions";
export * from "./invite-staff";
export * from "./list-staff";
export * from "./manage-staff";
