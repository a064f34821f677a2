import { z } from "zod";
import { isoTime } from "../clock";
import { defineEndpoint } from "../endpoint";
import type { Call } from "../endpoint";
import type { Environment } from "../environment";
import { ApiError, invalidParameters, objectNotFound } from "../errors";
import { randomId, randomSecret } from "../ids";
import { answerList, isSame } from "../listing";
import { idempotencyKeyParameter, noParameters, objectId, pageParameters } from "../query";
import type { Subscription } from "../state/records";
import { recordSubscriptionEvent, setSubscriptionStatus } from "../state/subscriptions";
import type { World } from "../state/world";
import type { EventSubscription } from "../wire";
import { eventCategories } from "./event-categories";

const CreateBody = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  oauth_connection_id: objectId.optional(),
  selected_event_categories: z
    .array(z.strictObject({ event_category: z.enum(eventCategories) }))
    .min(1)
    .optional(),
  shared_secret: z.string().min(1).max(100).optional(),
  status: z.enum(["active", "disabled"]).default("active"),
});
type CreateBody = z.infer<typeof CreateBody>;

/** The url and the secret stay what they are: to change one, create another subscription. */
const UpdateBody = z.strictObject({ status: z.enum(["active", "disabled", "deleted"]).optional() });
type UpdateBody = z.infer<typeof UpdateBody>;

/** https://increase.com/documentation/api/event-subscriptions */
export const eventSubscriptionEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/event_subscriptions",
    access: "platform",
    query: z.strictObject({ ...pageParameters, ...idempotencyKeyParameter }),
    body: noParameters,
    handle: (call) =>
      answerList(call, subscriptionsIn(call), {
        keep: ({ value }) => isSame(value.idempotency_key, call.query.idempotency_key),
        toWire: ({ value }) => value,
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/event_subscriptions/:id",
    access: "platform",
    query: noParameters,
    body: noParameters,
    handle: (call) => getSubscription(call).value,
  }),
  defineEndpoint({
    method: "POST",
    path: "/event_subscriptions",
    access: "platform",
    query: noParameters,
    body: CreateBody,
    isIdempotent: true,
    handle: createSubscription,
  }),
  defineEndpoint({
    method: "PATCH",
    path: "/event_subscriptions/:id",
    access: "platform",
    query: noParameters,
    body: UpdateBody,
    handle: updateSubscription,
  }),
];

function subscriptionsIn({ world, environment }: Call<unknown, unknown>): Subscription[] {
  return world.state.subscriptions.filter((subscription) => subscription.environment === environment);
}

function getSubscription(call: Call<unknown, unknown>): Subscription {
  const subscription = call.world.state.subscriptions.find(({ value }) => value.id === call.id);
  if (!subscription) throw objectNotFound(call.id);
  if (subscription.environment !== call.environment) throw objectNotFound(call.id, subscription.environment);
  return subscription;
}

function createSubscription(call: Call<unknown, CreateBody>): EventSubscription {
  const { world, environment, body } = call;
  checkCreation(call);
  const key = world.nextKey();
  const value: EventSubscription = {
    id: randomId("event_subscription"),
    created_at: isoTime(key.at),
    idempotency_key: call.idempotencyKey,
    oauth_connection_id: body.oauth_connection_id ?? null,
    selected_event_categories: body.selected_event_categories ?? null,
    status: body.status,
    type: "event_subscription",
    url: body.url,
  };
  const sharedSecret = body.shared_secret ?? randomSecret();
  const subscription = { ...key, environment, sharedSecret, value };
  world.state.subscriptions.push(subscription);
  recordSubscriptionEvent(world, subscription, "event_subscription.created");
  return value;
}

function checkCreation({ world, environment, body }: Call<unknown, CreateBody>): void {
  const mustBeHttps = world.state.switches.event_subscription_url === "https_only";
  if (mustBeHttps && !body.url.startsWith("https:"))
    throw invalidParameters({ field: "url", message: "must be https" });
  const connectionId = body.oauth_connection_id;
  const connection = world.state.connections.find(
    ({ id, environment: where }) => id === connectionId && where === environment,
  );
  if (connectionId !== undefined && !connection) throw objectNotFound(connectionId);
  checkRealTimeCategories(world, environment, body);
}

/** A real-time decision has one answer: it stands alone in its subscription, and only one may be active. */
function checkRealTimeCategories(world: World, environment: Environment, body: CreateBody): void {
  const categories = categoriesOf(body.selected_event_categories);
  const realTime = categories.find((category) => category.startsWith("real_time_decision."));
  if (realTime === undefined) return;
  if (categories.length > 1) {
    const field = "selected_event_categories";
    throw invalidParameters({ field, message: "a real-time decision must be the only category" });
  }
  const isTaken = world.state.subscriptions.some(
    ({ environment: where, value }) =>
      where === environment &&
      value.status === "active" &&
      categoriesOf(value.selected_event_categories).includes(realTime),
  );
  if (isTaken && body.status === "active") {
    throw new ApiError("invalid_operation_error", `There is an active subscription to ${realTime}.`);
  }
}

function categoriesOf(selected: EventSubscription["selected_event_categories"] | undefined): string[] {
  return selected?.flatMap(({ event_category }) => event_category ?? []) ?? [];
}

function updateSubscription(call: Call<unknown, UpdateBody>): EventSubscription {
  const subscription = getSubscription(call);
  if (subscription.value.status === "deleted") {
    throw new ApiError("invalid_operation_error", "This event subscription was deleted.");
  }
  setSubscriptionStatus(call.world, subscription, call.body.status ?? subscription.value.status);
  return subscription.value;
}
