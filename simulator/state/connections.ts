import { isoTime } from "../clock";
import type { Environment } from "../environment";
import { randomId } from "../ids";
import type { OAuthConnection } from "../wire";
import { recordEvent } from "./events";
import { groupIdIn } from "./groups";
import type { Connection, Scope } from "./records";
import type { World } from "./world";

interface Approval {
  groupId: string;
  applicationId: string;
  scope: Scope;
}

/** The connection an approval leads to; three switches say whether that is a new one. */
export function connectForApproval(world: World, approval: Approval): Connection {
  const earlier = activeConnections(world, "live").filter(
    (connection) =>
      connection.groupId === approval.groupId && connection.applicationId === approval.applicationId,
  );
  const { reauthorization, scope_on_reauthorization } = world.state.switches;
  const first = earlier[0];
  if (first && reauthorization === "same_connection") {
    if (scope_on_reauthorization === "requested") first.scope = approval.scope;
    world.changed();
    return first;
  }
  const scope = first && scope_on_reauthorization === "original" ? first.scope : approval.scope;
  const { groupId, applicationId } = approval;
  const connection = addConnection(world, {
    groupId,
    applicationId,
    scope,
    environment: "live",
    parentId: null,
  });
  if (reauthorization === "new_replaces_old") for (const old of earlier) deactivateConnection(world, old);
  return connection;
}

export function addConnection(
  world: World,
  facts: Approval & { environment: Environment; parentId: string | null },
): Connection {
  const connection: Connection = {
    id: randomId("connection"),
    ...facts,
    ...world.nextKey(),
    deletedAt: null,
  };
  world.state.connections.push(connection);
  recordConnectionEvent(world, connection, "oauth_connection.created");
  return connection;
}

/** What a person does in Increase's dashboard. Final for this connection; done twice it changes nothing. */
export function deactivateConnection(world: World, connection: Connection): void {
  if (connection.deletedAt !== null) return;
  const { at } = world.nextKey();
  connection.deletedAt = at;
  const sandboxSurvives = world.state.switches.sandbox_token_after_deactivation === "survives";
  for (const token of world.state.tokens) {
    const survives = sandboxSurvives && token.environment !== connection.environment;
    if (token.connectionId === connection.id && !survives) token.voidedAt ??= at;
  }
  recordConnectionEvent(world, connection, "oauth_connection.deactivated");
  if (sandboxSurvives) return;
  for (const child of world.state.connections) {
    if (child.parentId === connection.id) deactivateConnection(world, child);
  }
}

function activeConnections(world: World, environment: Environment): Connection[] {
  return world.state.connections.filter(
    (connection) => connection.environment === environment && connection.deletedAt === null,
  );
}

/** https://increase.com/documentation/api/oauth-connections */
export function toWireConnection(world: World, connection: Connection): OAuthConnection {
  const group = world.groups.get(connection.groupId);
  return {
    id: connection.id,
    created_at: isoTime(connection.at),
    deleted_at: connection.deletedAt === null ? null : isoTime(connection.deletedAt),
    group_id: group ? groupIdIn(world, connection.environment, group) : connection.groupId,
    oauth_application_id: connection.applicationId,
    status: connection.deletedAt === null ? "active" : "inactive",
    type: "oauth_connection",
  };
}

/** Both are the platform's own events: the group is not named in them. */
function recordConnectionEvent(
  world: World,
  connection: Connection,
  category: "oauth_connection.created" | "oauth_connection.deactivated",
): void {
  recordEvent(world, {
    environment: connection.environment,
    groupId: world.platformGroup.id,
    category,
    objectId: connection.id,
    objectType: "oauth_connection",
  });
}
