import "server-only";
import type { Transaction } from "@/db/client";
import { insertAuditEntry, type NewAuditEntry } from "@/db/queries/audit";
import type { Actor, Context } from "../context";

export type AuditAction =
  | "connection.connected"
  | "connection.reconnected"
  | "connection.identified"
  | "connection.active"
  | "connection.needs_reconnect"
  | "connection.disconnected"
  | "connection.deactivated"
  | "sandbox_token.removed"
  | "session.others_ended";

export type AuditFact = {
  action: AuditAction;
  targetKind: "connection" | "group";
  targetId: string;
  groupId: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  reason?: string;
};

function actorColumns(actor: Actor | null): Pick<NewAuditEntry, "actorKind" | "actorId"> {
  return actor?.kind === "customer"
    ? { actorKind: "customer", actorId: actor.groupId }
    : { actorKind: "system", actorId: null };
}

/** Writes one audit entry in the transaction of the change it tells of: both stand, or neither. */
export async function recordAudit(tx: Transaction, context: Context, fact: AuditFact): Promise<void> {
  await insertAuditEntry(tx, {
    at: context.now(),
    ...actorColumns(context.actor),
    ...fact,
    ipAddress: context.source.ipAddress,
    userAgent: context.source.userAgent,
    requestId: context.requestId,
  });
}
