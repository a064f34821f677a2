import "server-only";
import type { Transaction } from "@/db/client";
import { insertAuditEntry, type NewAuditEntry } from "@/db/queries/audit";
import type { Context, CustomerActor, StaffActor, SystemActor } from "../context";
import type { AuditAction } from "./audit-actions";

type Who =
  | Pick<CustomerActor, "kind" | "groupId">
  | Pick<StaffActor, "kind" | "staffId">
  | SystemActor
  /** Increase itself: by an event that it signed, or by its own list. */
  | { kind: "increase" };

export type AuditFact = {
  action: AuditAction;
  targetKind:
    | "connection"
    | "connect_link"
    | "group"
    | "account"
    | "account_number"
    | "event"
    | "audit"
    | "staff"
    | "invitation"
    | "token_key"
    | "event_subscription";
  targetId: string;
  groupId: string | null;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  reason?: string;
  /** Who did it, where that is not the context's actor: a customer who signs in has no session yet. */
  actor?: Who;
};

function actorColumns(actor: Who | null): Pick<NewAuditEntry, "actorKind" | "actorId"> {
  switch (actor?.kind) {
    case "customer":
      return { actorKind: "customer", actorId: actor.groupId };
    case "staff":
      return { actorKind: "staff", actorId: actor.staffId };
    case "increase":
      return { actorKind: "increase", actorId: null };
    default:
      return { actorKind: "system", actorId: null };
  }
}

/** Writes one audit entry in the transaction of the change it tells of: both stand, or neither. */
export async function recordAudit(
  tx: Transaction,
  context: Pick<Context, "actor" | "now" | "requestId" | "source">,
  { actor, ...fact }: AuditFact,
): Promise<void> {
  await insertAuditEntry(tx, {
    at: context.now(),
    ...actorColumns(actor ?? context.actor),
    ...fact,
    ipAddress: context.source.ipAddress,
    userAgent: context.source.userAgent,
    requestId: context.requestId,
  });
}
