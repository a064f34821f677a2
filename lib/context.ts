import "server-only";
import type { Services } from "./services";

/** Who acts. A customer is a group: OAuth at Increase names no person. */
export type CustomerActor = { kind: "customer"; groupId: string; sessionId: string };
/** A person of the platform. Each role may what the one before it may. */
export type StaffRole = "viewer" | "operator" | "owner";
export type StaffActor = {
  kind: "staff";
  staffId: string;
  role: StaffRole;
  sessionId: string;
  /** When they last proved at the issuer who they are. */
  signedInAt: Date;
};
/** A machine that has shown that it may: the cron's caller, or the portal itself after an answer. */
export type SystemActor = { kind: "system" };
export type Actor = CustomerActor | StaffActor | SystemActor;

/** Where a request came from, for the audit log. */
export type RequestSource = { ipAddress: string | null; userAgent: string | null };

/** What a verb is given: the services, who acts, and in which request. */
export type Context = Services & { actor: Actor | null; requestId: string; source: RequestSource };
