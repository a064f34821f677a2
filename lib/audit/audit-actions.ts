import "server-only";

/** Everything that the log tells of, in the order of a connection's life; then the staff's own. */
export const auditActions = [
  "connection.connected",
  "connection.reconnected",
  "connection.identified",
  "connection.active",
  "connection.needs_reconnect",
  "connection.disconnected",
  "connection.deactivated",
  "sandbox_token.removed",
  "connection.tested",
  "connections.synced",
  "connections.exported",
  "sandbox_token.minted",
  "sandbox_token.replaced",
  "sandbox_token.destroyed",
  "connect_link.created",
  "connect_link.revoked",
  "connect_link.used",
  "group.viewed",
  "account_number.revealed",
  "transactions.exported",
  "session.others_ended",
  "event.replayed",
  "events.exported",
  "audit.exported",
  "staff.signed_in",
  "staff.admitted",
  "staff.invited",
  "staff.invitation_withdrawn",
  "staff.role_changed",
  "staff.removed",
  "staff_session.ended",
] as const;

export type AuditAction = (typeof auditActions)[number];
