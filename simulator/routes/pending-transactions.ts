import { z } from "zod";
import { defineEndpoint } from "../endpoint";
import { answerList, isIn, isSame } from "../listing";
import { createdAtParameters, inList, noParameters, objectId, pageParameters } from "../query";
import { toWire } from "../seed/rows";
import { ledgerObjectNotFound } from "../state/ledgers";
import { allOf } from "../wire";
import type { PendingTransaction } from "../wire";
import { pendingTransactionCategories } from "./pending-transaction-categories";

const statuses = allOf<PendingTransaction["status"]>()(["pending", "complete"]);

const ListQuery = z.strictObject({
  ...pageParameters,
  ...createdAtParameters,
  account_id: objectId.optional(),
  route_id: objectId.optional(),
  "category.in": inList(pendingTransactionCategories).optional(),
  "status.in": inList(statuses).default(["pending"]),
});

/** https://increase.com/documentation/api/pending-transactions */
export const pendingTransactionEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/pending_transactions",
    access: "group",
    query: ListQuery,
    body: noParameters,
    handle: (call) =>
      answerList(call, call.ledger.pendingTransactions, {
        keep: ({ value }) =>
          isIn(value.status, call.query["status.in"]) &&
          isIn(value.source.category, call.query["category.in"]) &&
          isSame(value.account_id, call.query.account_id) &&
          isSame(value.route_id, call.query.route_id),
        toWire,
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/pending_transactions/:id",
    access: "group",
    query: noParameters,
    body: noParameters,
    handle(call) {
      const row = call.ledger.pendingTransactions.find(({ value }) => value.id === call.id);
      if (!row) throw ledgerObjectNotFound(call.world, call.environment, call.group, call.id);
      return toWire(row);
    },
  }),
];
