import "server-only";
import type { Services } from "./services";

/** Who acts. A customer is a group: OAuth at Increase names no person. */
export type CustomerActor = { kind: "customer"; groupId: string; sessionId: string };
export type SystemActor = { kind: "system" };
export type Actor = CustomerActor | SystemActor;

/** Where a request came from, for the audit log. */
export type RequestSource = { ipAddress: string | null; userAgent: string | null };

/** What a verb is given: the services, who acts, and in which request. */
export type Context = Services & { actor: Actor | null; requestId: string; source: RequestSource };
