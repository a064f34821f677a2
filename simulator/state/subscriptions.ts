import type { EventSubscription } from "../wire";
import { recordEvent } from "./events";
import type { Subscription } from "./records";
import type { World } from "./world";

export function setSubscriptionStatus(
  world: World,
  subscription: Subscription,
  status: EventSubscription["status"],
): void {
  subscription.value = { ...subscription.value, status };
  recordSubscriptionEvent(world, subscription, "event_subscription.updated");
}

/** Event subscriptions belong to the platform, and so do their events. */
export function recordSubscriptionEvent(
  world: World,
  { environment, value }: Subscription,
  category: "event_subscription.created" | "event_subscription.updated",
): void {
  const groupId = world.platformGroup.id;
  const objectType = "event_subscription";
  recordEvent(world, { environment, groupId, category, objectId: value.id, objectType });
}
