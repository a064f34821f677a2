import { exportConnections, type ListedConnection } from "@/lib/connections";
import { csvRoute } from "@/lib/http/csv-route";
import { readConnectionExport } from "../_components/connection-search";

export const GET = csvRoute({
  name: "connections",
  permission: "connection.export",
  readFilter: readConnectionExport,
  readRows: (context, { filter: query }) => exportConnections(context, query),
  columns: {
    side: (connection: ListedConnection) => connection.side,
    connection_id: (connection) => connection.id,
    group_id: (connection) => connection.groupId,
    oauth_connection_id: (connection) => connection.oauthConnectionId,
    oauth_application_id: (connection) => connection.oauthApplicationId,
    scope: (connection) => connection.scope,
    state: (connection) => connection.state,
    state_reason: (connection) => connection.stateReason,
    created_at: (connection) => connection.createdAt,
    state_changed_at: (connection) => connection.changedAt,
    missing_since: (connection) => connection.missingSince,
    last_used_at: (connection) => connection.lastUsedAt,
    last_ok_at: (connection) => connection.lastOkAt,
    has_sandbox_token: (connection) => connection.hasSandboxToken,
  },
});
