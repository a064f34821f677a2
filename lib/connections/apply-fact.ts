import "server-only";
import type { Transaction } from "@/db/client";
import { deleteTokens } from "@/db/queries/connection-tokens";
import { updateConnection, type ConnectionWithTokens } from "@/db/queries/connections";
import { deleteGroupSessions } from "@/db/queries/sessions";
import { enqueueAlert } from "../alerts";
import { recordAudit, type AuditAction } from "../audit";
import type { Context } from "../context";
import { advance, isCurrent, type ConnectionState, type Fact, type Lifecycle } from "./lifecycle";
import { tokenOf } from "./token-of";

const actionOf: Record<ConnectionState, AuditAction> = {
  active: "connection.active",
  needs_reconnect: "connection.needs_reconnect",
  disconnected: "connection.disconnected",
  deactivated: "connection.deactivated",
};

export function toLifecycle(connection: ConnectionWithTokens): Lifecycle {
  const live = tokenOf(connection, "live")?.generation ?? null;
  const sandbox = tokenOf(connection, "sandbox")?.generation ?? null;
  return { state: connection.state, live, sandbox };
}

/** Why a connection is in the state that a fact has brought it to. */
function reasonFor(fact: Fact, { actor }: Context): string {
  switch (fact.kind) {
    case "connected":
      return "signed_in";
    case "token_accepted":
      return "token_accepted";
    case "token_refused":
      return `token_refused:${fact.reason ?? ""}`;
    case "disconnected":
      return actor?.kind === "staff" ? "disconnected_by_staff" : "disconnected_by_customer";
    case "deactivated":
      return "deactivated_at_increase";
  }
}

/**
 * Carries a fact out on a locked connection: state, tokens, sessions and audit entry in the caller's
 * transaction. Returns whether anything changed.
 * @param reason what the person who does it said, for the audit log
 */
export async function applyFact(
  tx: Transaction,
  context: Context,
  connection: ConnectionWithTokens,
  fact: Fact,
  reason?: string,
): Promise<boolean> {
  const before = toLifecycle(connection);
  const after = advance(before, fact);
  if (after === before) return false;
  const { id, groupId } = connection;
  const gone = (["live", "sandbox"] as const).filter((environment) => after[environment] === null);
  await deleteTokens(tx, id, gone);
  if (after.state !== before.state) {
    await updateConnection(tx, groupId, id, {
      state: after.state,
      stateChangedAt: context.now(),
      stateReason: reasonFor(fact, context),
    });
  }
  const endedSessions = await endSessions(tx, context, groupId, before, after);
  await recordAudit(tx, context, {
    action: after.state === before.state ? "sandbox_token.removed" : actionOf[after.state],
    targetKind: "connection",
    targetId: id,
    groupId,
    before: { ...before },
    after: { ...after, endedSessions },
    reason,
    actor: fact.kind === "deactivated" ? { kind: "increase" } : undefined,
  });
  if (after.state === "deactivated") {
    await enqueueAlert(tx, context, {
      type: "connection.deactivated",
      data: {
        connection_id: id,
        oauth_connection_id: connection.oauthConnectionId,
        group_id: groupId,
        state_before: before.state,
        ended_sessions: endedSessions,
      },
    });
  }
  return true;
}

/** A customer who left, here or at Increase, is signed out everywhere; one who has come back since is not. */
async function endSessions(
  tx: Transaction,
  context: Context,
  groupId: string,
  before: Lifecycle,
  after: Lifecycle,
): Promise<number> {
  const { state: reason } = after;
  if (!isCurrent(before.state) || (reason !== "deactivated" && reason !== "disconnected")) return 0;
  return deleteGroupSessions(tx, groupId, { reason, endedAt: context.now() });
}
