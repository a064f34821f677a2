import { randomId } from "../ids";
import { groupIdIn } from "../state/groups";
import type { RecordedEvent, Subscription } from "../state/records";
import type { World } from "../state/world";
import { recipientsOf } from "./recipients";
import type { Delivery } from "./records";

/** What an event that happens now sets going: a delivery for each subscription, or several under a mode. */
export function newDeliveries(world: World, event: RecordedEvent): Delivery[] {
  const recipients = recipientsOf(world, event);
  if (recipients.length === 0) return [];
  const { duplicate } = world.state.deliveryModes;
  const body = JSON.stringify(event.value);
  const groupId = groupHeaderFor(world, event);
  return recipients.flatMap((subscription) =>
    Array.from({ length: duplicate }, () => newDelivery(world, event, { subscription, body, groupId })),
  );
}

function newDelivery(
  world: World,
  { environment, value }: RecordedEvent,
  facts: { subscription: Subscription; body: string; groupId: string | null },
): Delivery {
  const nowMs = world.clock.nowMs();
  const { id, url } = facts.subscription.value;
  return {
    id: randomId("delivery"),
    createdAt: nowMs,
    environment,
    subscriptionId: id,
    eventId: value.id,
    category: value.category,
    url,
    groupId: facts.groupId,
    webhookId: world.state.switches.webhook_id === "event_id" ? value.id : randomId("msg"),
    body: facts.body,
    state: "waiting",
    reason: null,
    attempts: [],
    nextAttemptAt: nowMs + world.state.deliveryModes.delay_ms,
  };
}

/** The platform's own events name no group; whether those of a connection do is a switch. */
function groupHeaderFor(world: World, event: RecordedEvent): string | null {
  const id = event.groupId === world.platformGroup.id ? groupOfConnectionEvent(world, event) : event.groupId;
  const group = id === null ? undefined : world.groups.get(id);
  return group ? groupIdIn(world, event.environment, group) : null;
}

function groupOfConnectionEvent(world: World, { value }: RecordedEvent): string | null {
  const isNamed = world.state.switches.connection_event_group_header === "present";
  if (!isNamed || !value.category.startsWith("oauth_connection.")) return null;
  const connection = world.state.connections.findLast(({ id }) => id === value.associated_object_id);
  return connection?.groupId ?? null;
}
