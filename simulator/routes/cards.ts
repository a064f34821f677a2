import { z } from "zod";
import { defineEndpoint } from "../endpoint";
import { answerList, isIn, isSame } from "../listing";
import {
  createdAtParameters,
  idempotencyKeyParameter,
  inList,
  noParameters,
  objectId,
  pageParameters,
} from "../query";
import { toWire } from "../seed/rows";
import { ledgerObjectNotFound } from "../state/ledgers";
import { allOf } from "../wire";
import type { Card } from "../wire";

const statuses = allOf<Card["status"]>()(["active", "disabled", "canceled"]);

const ListQuery = z.strictObject({
  ...pageParameters,
  ...createdAtParameters,
  ...idempotencyKeyParameter,
  account_id: objectId.optional(),
  "status.in": inList(statuses).optional(),
});

/** https://increase.com/documentation/api/cards */
export const cardEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/cards",
    access: "group",
    query: ListQuery,
    body: noParameters,
    handle: (call) =>
      answerList(call, call.ledger.cards, {
        keep: ({ value }) =>
          isSame(value.account_id, call.query.account_id) &&
          isIn(value.status, call.query["status.in"]) &&
          isSame(value.idempotency_key, call.query.idempotency_key),
        toWire,
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/cards/:id",
    access: "group",
    query: noParameters,
    body: noParameters,
    handle(call) {
      const row = call.ledger.cards.find(({ value }) => value.id === call.id);
      if (!row) throw ledgerObjectNotFound(call.world, call.environment, call.group, call.id);
      return toWire(row);
    },
  }),
];
