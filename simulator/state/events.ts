import { dayMs, isoTime } from "../clock";
import type { Environment } from "../environment";
import { randomId } from "../ids";
import { compareKeys } from "../pagination";
import type { Group } from "../seed/groups";
import { seedEvents } from "../seed/events";
import type { EventRow } from "../seed/rows";
import type { AnyEvent, Event } from "../wire";
import { ledgerOf } from "./ledgers";
import type { World } from "./world";

/** Increase keeps events for 30 days. */
export const eventRetentionMs = 30 * dayMs;

interface NewEvent<Category> {
  environment: Environment;
  /** Whose event it is: the platform's own, or a customer group's. */
  groupId: string;
  category: Category;
  objectId: string;
  objectType: string;
}

/** Writes an event into its group's list, and sets its deliveries going. */
export function recordEvent(world: World, event: NewEvent<Event["category"]>): AnyEvent {
  return recordAnyEvent(world, event);
}

/** The same for a category that Increase may add one day. Every event passes here once. */
export function recordAnyEvent(world: World, event: NewEvent<string>): AnyEvent {
  const { environment, groupId } = event;
  const key = world.nextKey();
  const value: AnyEvent = {
    id: randomId("event"),
    associated_object_id: event.objectId,
    associated_object_type: event.objectType,
    category: event.category,
    created_at: isoTime(key.at),
    type: "event",
  };
  const recorded = { ...key, environment, groupId, value };
  world.state.events.push(recorded);
  world.deliveries.add(recorded);
  world.changed();
  return value;
}

/** A group's events, ascending: those that follow from its seeded bank data, then those that happened. */
function eventsOf(world: World, environment: Environment, group: Group): EventRow[] {
  const ledger = ledgerOf(world, environment, group);
  ledger.events ??= seedEvents(ledger, group, environment);
  const happened = world.state.events.filter(
    (event) => event.environment === environment && event.groupId === group.id,
  );
  return happened.length === 0 ? ledger.events : [...ledger.events, ...happened];
}

/** What a caller of GET /events may see: its own, and under a switch the connected groups' too. */
export function visibleEvents(world: World, environment: Environment, group: Group): EventRow[] {
  const own = eventsOf(world, environment, group);
  if (group.kind !== "platform" || world.state.switches.connected_group_events === "not_listed") return own;
  const connected = new Set(
    world.state.connections.filter((connection) => connection.deletedAt === null).map((c) => c.groupId),
  );
  const theirs = [...connected].flatMap((id) => {
    const customer = world.groups.get(id);
    return customer ? eventsOf(world, environment, customer) : [];
  });
  return [...own, ...theirs].toSorted(compareKeys);
}
