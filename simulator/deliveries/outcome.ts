import { setSubscriptionStatus } from "../state/subscriptions";
import type { World } from "../state/world";
import { isLoopbackUrl } from "./loopback";
import type { Delivery, DeliveryAttempt } from "./records";
import { retryDelayMs } from "./retries";

const finishedKept = 500;

/** Why a delivery is not to be sent at all, or null. */
export function obstacleTo(
  world: World,
  { url, subscriptionId }: Delivery,
): { state: "dropped" | "not_sent"; reason: string } | null {
  if (!isLoopbackUrl(url)) {
    const reason = `This simulator delivers to this machine only, not to ${new URL(url).hostname}.`;
    return { state: "not_sent", reason };
  }
  if (world.state.deliveryModes.drop) return { state: "dropped", reason: "The delivery mode drop is on." };
  const status = world.state.subscriptions.find(({ value }) => value.id === subscriptionId)?.value.status;
  if (status === "active") return null;
  return { state: "not_sent", reason: `The event subscription is ${status ?? "gone"}.` };
}

/** Writes down an attempt and what follows from it: the end of the delivery, or its next attempt. */
export function concludeAttempt(world: World, delivery: Delivery, attempt: DeliveryAttempt): void {
  delivery.attempts.push(attempt);
  if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) {
    finish(world, delivery, "delivered");
    return;
  }
  const delayMs = retryDelayMs(delivery.environment, delivery.attempts.length);
  delivery.nextAttemptAt = delayMs === null ? null : world.clock.nowMs() + delayMs;
  world.changed();
  if (delayMs !== null) return;
  finish(world, delivery, "failed");
  if (world.state.switches.failing_subscriptions === "disabled") disableSubscription(world, delivery);
}

export function finish(
  world: World,
  delivery: Delivery,
  state: Exclude<Delivery["state"], "waiting">,
  reason: string | null = null,
): void {
  const { pending, finished } = world.state.deliveries;
  const index = pending.indexOf(delivery);
  if (index >= 0) pending.splice(index, 1);
  delivery.state = state;
  delivery.reason = reason;
  delivery.nextAttemptAt = null;
  finished.push(delivery);
  if (finished.length > finishedKept) finished.shift();
  world.changed();
}

function disableSubscription(world: World, { subscriptionId }: Delivery): void {
  const subscription = world.state.subscriptions.find(({ value }) => value.id === subscriptionId);
  if (subscription?.value.status === "active") setSubscriptionStatus(world, subscription, "disabled");
}
