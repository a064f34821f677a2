import type { Connection, RecordedEvent, Subscription } from "../state/records";
import type { World } from "../state/world";

/** The active subscriptions of the platform that an event goes to. */
export function recipientsOf(world: World, event: RecordedEvent): Subscription[] {
  const interested = world.state.subscriptions.filter(
    ({ environment, value }) =>
      environment === event.environment &&
      value.status === "active" &&
      wantsCategory(value.selected_event_categories, event.value.category),
  );
  if (interested.length === 0) return [];
  const isOwn = event.groupId === world.platformGroup.id;
  const reachesAll = isOwn || isConnected(world, event.groupId);
  return interested.filter(({ value }) =>
    value.oauth_connection_id === null
      ? reachesAll
      : isGroupBehind(world, value.oauth_connection_id, event.groupId),
  );
}

function wantsCategory(
  selected: Subscription["value"]["selected_event_categories"],
  category: string,
): boolean {
  return selected === null || selected.some(({ event_category }) => event_category === category);
}

/** An active live connection counts for the sandbox too: sandbox tokens hang on it. */
function isConnected(world: World, groupId: string): boolean {
  return world.state.connections.some(
    (connection) =>
      connection.groupId === groupId && connection.environment === "live" && isActive(connection),
  );
}

function isGroupBehind(world: World, connectionId: string, groupId: string): boolean {
  const connection = world.state.connections.find(({ id }) => id === connectionId);
  return connection !== undefined && isActive(connection) && connection.groupId === groupId;
}

function isActive(connection: Connection): boolean {
  return connection.deletedAt === null;
}
