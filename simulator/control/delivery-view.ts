import type { StoredAlert } from "../alerts/records";
import type { Delivery } from "../deliveries/records";
import type { World } from "../state/world";

/** The latest deliveries and all that wait, newest last. */
export function listDeliveries(world: World): Delivery[] {
  const { finished, pending } = world.state.deliveries;
  return [...finished, ...pending].toSorted((a, b) => a.createdAt - b.createdAt);
}

export function viewDelivery(delivery: Delivery) {
  return {
    id: delivery.id,
    environment: delivery.environment,
    subscription_id: delivery.subscriptionId,
    event_id: delivery.eventId,
    category: delivery.category,
    url: delivery.url,
    group_id: delivery.groupId,
    state: delivery.state,
    reason: delivery.reason,
    attempts: delivery.attempts.map(({ at, status, error }) => ({ at: exactTime(at), status, error })),
    next_attempt_at: delivery.nextAttemptAt === null ? null : exactTime(delivery.nextAttemptAt),
  };
}

export function viewAlert({ receivedAt, webhookId, isSignatureValid, body, deliveries }: StoredAlert) {
  return {
    received_at: exactTime(receivedAt),
    webhook_id: webhookId,
    is_signature_valid: isSignatureValid,
    body,
    deliveries,
  };
}

function exactTime(ms: number): string {
  return new Date(ms).toISOString();
}
