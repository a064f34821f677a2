import "server-only";
import type { Services } from "./services";
import { noteOnSpan } from "./telemetry";

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

type RequestFacts = { actor: Actor | null; requestId: string; source: RequestSource };

/** What a verb is given: the services, who acts, and in which request. Its log names the request in each line. */
export type Context = Services & RequestFacts;

export function createContext(services: Services, facts: RequestFacts): Context {
  const { requestId } = facts;
  noteOnSpan({ "portal.request_id": requestId });
  return { ...services, ...facts, log: services.log.child({ requestId }) };
}
