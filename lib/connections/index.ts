import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export type { Connected, OAuthScope } from "./connect";
export { connectLinkDays, type ConnectLink, type ConnectLinkState, type OfferedLink } from "./connect-links";
export type { Erasure } from "./erase-group";
export type { Connection } from "./get-connection";
export { hearOfCreation, hearOfDeactivation, hearOfSandboxDeactivation } from "./hear-of-connection";
export type { ConnectionState } from "./lifecycle";
export { openGroup, type OpenGroup, type TokenPlace } from "./open-group";
export { openGroupForReading } from "./open-group-for-reading";
export { requireStillReading } from "./require-still-reading";
export { WalkState } from "./reconcile-connections";
export { bulkActs, mostAtOnce, type ChosenConnection } from "./bulk-act";
export type { Application } from "./applications";
export { requireGroupReader, type GroupView } from "./group-view";
export type { Answer, HeldConnection, Inspection, TokenFacts } from "./inspect-connection";
export {
  connectionSorts,
  connectionsPerPage,
  defaultOrder,
  type ConnectionFilter,
  type ConnectionOrder,
  type ConnectionPage,
  type ListedConnection,
} from "./list-connections";
export type { Timeline, TimelineEntry } from "./read-timeline";
export type { Sync } from "./sync-connections";

export const {
  connect,
  createConnectLink,
  endConnectLink,
  findOfferedLink,
  readConnectLinks,
  destroySandboxToken,
  disconnect,
  disconnectConnection,
  eraseGroup,
  findConnectionId,
  getConnection,
  mintOwnSandboxToken,
  mintSandboxToken,
  reconcileConnections,
  testConnection,
  actOnConnections,
  listKnownApplications,
  readApplications,
  beginGroupView,
  findGroupView,
  inspectConnection,
  exportConnections,
  listConnections,
  readTimeline,
  readSync,
  syncConnections,
} = withVerbSpans("connections", verbs);
