import { z } from "zod";
import { defineEndpoint } from "../endpoint";
import type { Call } from "../endpoint";
import { objectNotFound } from "../errors";
import { answerList, isIn, isSame } from "../listing";
import { createdAtParameters, inList, noParameters, objectId, pageParameters } from "../query";
import { eventRetentionMs, visibleEvents } from "../state/events";
import { eventCategories } from "./event-categories";

const ListQuery = z.strictObject({
  ...pageParameters,
  ...createdAtParameters,
  associated_object_id: objectId.optional(),
  "category.in": inList(eventCategories).optional(),
  "order_by.field": z.literal("created_at").optional(),
  "order_by.direction": z.enum(["ascending", "descending"]).default("descending"),
});

/**
 * https://increase.com/documentation/api/events. In ascending order there is always a next_cursor,
 * so that a poller that has caught up knows where to go on.
 */
export const eventEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/events",
    access: "group",
    query: ListQuery,
    body: noParameters,
    handle: (call) =>
      answerList(call, rowsFor(call), {
        direction: call.query["order_by.direction"],
        notBefore: oldestKept(call),
        keep: ({ value }) =>
          isIn(value.category, call.query["category.in"]) &&
          isSame(value.associated_object_id, call.query.associated_object_id),
        toWire: ({ value }) => value,
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/events/:id",
    access: "group",
    query: noParameters,
    body: noParameters,
    handle(call) {
      const row = rowsFor(call).find(({ value }) => value.id === call.id);
      if (!row || row.at < oldestKept(call)) throw objectNotFound(call.id);
      return row.value;
    },
  }),
];

function rowsFor({ world, environment, group }: Call<unknown, unknown>) {
  return visibleEvents(world, environment, group);
}

function oldestKept({ world }: Call<unknown, unknown>): number {
  return world.clock.nowMs() - eventRetentionMs;
}
