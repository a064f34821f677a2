export { connect, type Connected, type ConnectInput, type OAuthScope } from "./connect";
export {
  connectLinkDays,
  createConnectLink,
  endConnectLink,
  findOfferedLink,
  readConnectLinks,
  type ConnectLink,
  type ConnectLinkState,
  type OfferedLink,
} from "./connect-links";
export { destroySandboxToken } from "./destroy-sandbox-token";
export { disconnect, disconnectConnection } from "./disconnect";
export { findConnectionId } from "./find-connection-id";
export { getConnection, type Connection } from "./get-connection";
export { hearOfCreation, hearOfDeactivation, hearOfSandboxDeactivation } from "./hear-of-connection";
export type { ConnectionState } from "./lifecycle";
export { mintOwnSandboxToken, mintSandboxToken } from "./mint-sandbox-token";
export { openGroup, type OpenGroup, type TokenPlace } from "./open-group";
export { openGroupForReading } from "./open-group-for-reading";
export { requireStillReading } from "./require-still-reading";
export { reconcileConnections, WalkState, type ConnectionDrift } from "./reconcile-connections";
export { testConnection } from "./test-connection";
export { actOnConnections, bulkActs, mostAtOnce, type BulkAct, type BulkResult } from "./bulk-act";
export { listKnownApplications, readApplications, type Application } from "./applications";
export { beginGroupView, findGroupView, requireGroupReader, type GroupView } from "./group-view";
export {
  inspectConnection,
  type Answer,
  type HeldConnection,
  type Inspection,
  type TokenFacts,
} from "./inspect-connection";
export {
  connectionSorts,
  connectionsPerPage,
  defaultOrder,
  exportConnections,
  listConnections,
  type ConnectionFilter,
  type ConnectionOrder,
  type ConnectionPage,
  type ListedConnection,
} from "./list-connections";
export { readTimeline, type Timeline, type TimelineEntry } from "./read-timeline";
export { readSync, syncConnections, type Sync } from "./sync-connections";
