import "server-only";

export { connect } from "./connect";
export { createConnectLink, endConnectLink, findOfferedLink, readConnectLinks } from "./connect-links";
export { destroySandboxToken } from "./destroy-sandbox-token";
export { disconnect, disconnectConnection } from "./disconnect";
export { eraseGroup } from "./erase-group";
export { findConnectionId } from "./find-connection-id";
export { getConnection } from "./get-connection";
export { mintOwnSandboxToken, mintSandboxToken } from "./mint-sandbox-token";
export { reconcileConnections } from "./reconcile-connections";
export { testConnection } from "./test-connection";
export { actOnConnections } from "./bulk-act";
export { listKnownApplications, readApplications } from "./applications";
export { beginGroupView, findGroupView } from "./group-view";
export { inspectConnection } from "./inspect-connection";
export { exportConnections, listConnections } from "./list-connections";
export { readTimeline } from "./read-timeline";
export { readSync, syncConnections } from "./sync-connections";
