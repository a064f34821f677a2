import { z } from "zod";

/**
 * Everything Increase's documentation leaves open and this simulator has to decide.
 * `item` is the number of the open question in the project's notes on the Increase API.
 */
export const switchTable = {
  deny_redirect: {
    values: ["error_and_state", "error_only", "state_only", "no_redirect"],
    item: 1,
    decides: "Where a person who denies goes: with error=access_denied and state, one of them, or nowhere.",
  },
  grant_error: {
    values: ["invalid_parameters_error", "invalid_operation_error", "object_not_found_error"],
    item: 2,
    decides: "The error for an unknown, expired or used code, and for a production token that is no good.",
  },
  client_credentials_error: {
    values: ["invalid_parameters_error", "insufficient_permissions_error", "object_not_found_error"],
    item: 2,
    decides: "The error for a wrong client_id or client_secret.",
  },
  reauthorization: {
    values: ["new_connection", "same_connection", "new_replaces_old"],
    item: 3,
    decides: "What a second approval by a connected group makes of its connection.",
  },
  old_tokens: {
    values: ["kept", "voided"],
    item: 3,
    decides: "Whether a group's earlier tokens still work after it approved again.",
  },
  scope_on_reauthorization: {
    values: ["requested", "original"],
    item: 3,
    decides:
      "The scope of a token for a connection that existed before: the new request's, or the first one's.",
  },
  deactivated_token_reason: {
    values: ["deleted_credential", "expired_credential", "no_credential", "absent", "unlisted"],
    item: 4,
    decides:
      "The reason in the 401 for a token of a deactivated connection (unlisted: a value nobody documented).",
  },
  read_only_write_error: {
    values: ["insufficient_permissions_error", "api_method_not_found_error", "invalid_operation_error"],
    item: 4,
    decides: "The error for a write with a read_only token.",
  },
  inactive_connection: {
    values: ["returned", "not_found"],
    item: 5,
    decides: "What GET /oauth_connections/{id} answers for an inactive connection.",
  },
  connected_group_events: {
    values: ["not_listed", "listed"],
    item: 6,
    decides: "Whether the platform's key lists the events of connected groups at GET /events.",
  },
  connection_created: {
    values: ["at_exchange", "at_consent"],
    item: 10,
    decides: "When the connection and oauth_connection.created come to be.",
  },
  sandbox_connection: {
    values: ["none", "own"],
    item: 11,
    decides: "Whether a sandbox token makes a connection of its own in the sandbox.",
  },
  sandbox_token_after_deactivation: {
    values: ["dies", "survives"],
    item: 11,
    decides: "What becomes of sandbox tokens when their live connection is deactivated.",
  },
  sandbox_group_id: {
    values: ["same", "different"],
    item: 11,
    decides: "Whether a group has the same id in the sandbox.",
  },
  token_response_group_id: {
    values: ["present", "absent"],
    item: 2,
    decides: "Whether POST /oauth/tokens names the group (it did not before 2025-10-07).",
  },
  sandbox_authorization_code: {
    values: ["refused", "accepted"],
    item: 11,
    decides: "Whether POST /sandbox/oauth/tokens takes the authorization_code grant.",
  },
  wrong_environment_error: {
    values: ["environment_mismatch_error", "invalid_api_key_error"],
    item: 4,
    decides: "A key of the other environment: 403, or 401 with reason wrong_environment.",
  },
  event_subscription_url: {
    values: ["http_allowed", "https_only"],
    item: 12,
    decides: "Whether an event subscription's url may be plain http.",
  },
  cursor_lifetime: {
    values: ["unlimited", "ten_minutes"],
    item: 13,
    decides: "How long a next_cursor can be used.",
  },
  webhook_id: {
    values: ["event_id", "delivery_id"],
    item: 9,
    decides: "The webhook-id of a delivery: the event's id, or one of its own that its retries keep.",
  },
  webhook_signatures: {
    values: ["standard", "both", "legacy"],
    item: 8,
    decides: "The signature of a delivery: Standard Webhooks, Increase's older header, or both.",
  },
  connection_event_group_header: {
    values: ["absent", "present"],
    item: 10,
    decides: "Whether deliveries of oauth_connection.* events name the connection's group in a header.",
  },
  failing_subscriptions: {
    values: ["stay_active", "disabled"],
    item: 9,
    decides: "What becomes of a subscription after the last attempt of a delivery has failed.",
  },
} as const satisfies Record<
  string,
  { values: readonly [string, ...string[]]; item: number; decides: string }
>;

export type SwitchName = keyof typeof switchTable;

function oneOf<const Value extends string>({ values }: { values: readonly [Value, ...Value[]] }) {
  return z.enum(values).default(() => values[0]);
}

/** The first value of each switch is its default. */
export const Switches = z.strictObject({
  deny_redirect: oneOf(switchTable.deny_redirect),
  grant_error: oneOf(switchTable.grant_error),
  client_credentials_error: oneOf(switchTable.client_credentials_error),
  reauthorization: oneOf(switchTable.reauthorization),
  old_tokens: oneOf(switchTable.old_tokens),
  scope_on_reauthorization: oneOf(switchTable.scope_on_reauthorization),
  deactivated_token_reason: oneOf(switchTable.deactivated_token_reason),
  read_only_write_error: oneOf(switchTable.read_only_write_error),
  inactive_connection: oneOf(switchTable.inactive_connection),
  connected_group_events: oneOf(switchTable.connected_group_events),
  connection_created: oneOf(switchTable.connection_created),
  sandbox_connection: oneOf(switchTable.sandbox_connection),
  sandbox_token_after_deactivation: oneOf(switchTable.sandbox_token_after_deactivation),
  sandbox_group_id: oneOf(switchTable.sandbox_group_id),
  token_response_group_id: oneOf(switchTable.token_response_group_id),
  sandbox_authorization_code: oneOf(switchTable.sandbox_authorization_code),
  wrong_environment_error: oneOf(switchTable.wrong_environment_error),
  event_subscription_url: oneOf(switchTable.event_subscription_url),
  cursor_lifetime: oneOf(switchTable.cursor_lifetime),
  webhook_id: oneOf(switchTable.webhook_id),
  webhook_signatures: oneOf(switchTable.webhook_signatures),
  connection_event_group_header: oneOf(switchTable.connection_event_group_header),
  failing_subscriptions: oneOf(switchTable.failing_subscriptions),
});
export type Switches = z.infer<typeof Switches>;
