export { connect, type Connected, type ConnectInput, type OAuthScope } from "./connect";
export { disconnect } from "./disconnect";
export { findConnectionId } from "./find-connection-id";
export { getConnection, type Connection } from "./get-connection";
export { hearOfCreation, hearOfDeactivation, hearOfSandboxDeactivation } from "./hear-of-connection";
export type { ConnectionState } from "./lifecycle";
export { openGroup, type OpenGroup } from "./open-group";
export { reconcileConnections, WalkState, type ConnectionDrift } from "./reconcile-connections";
