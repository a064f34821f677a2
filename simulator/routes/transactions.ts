import { z } from "zod";
import { defineEndpoint } from "../endpoint";
import type { Call } from "../endpoint";
import { answerList, isIn, isSame } from "../listing";
import { createdAtParameters, inList, noParameters, objectId, pageParameters } from "../query";
import type { Posting } from "../seed/rows";
import { toTransaction } from "../seed/transactions";
import { ledgerObjectNotFound } from "../state/ledgers";
import { transactionCategories } from "./transaction-categories";

const ListQuery = z.strictObject({
  ...pageParameters,
  ...createdAtParameters,
  account_id: objectId.optional(),
  route_id: objectId.optional(),
  "category.in": inList(transactionCategories).optional(),
});
type ListQuery = z.infer<typeof ListQuery>;

/** https://increase.com/documentation/api/transactions */
export const transactionEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/transactions",
    access: "group",
    query: ListQuery,
    body: noParameters,
    handle: (call) =>
      answerList(call, postingsFor(call), {
        keep: (posting) =>
          isIn(posting.template.category, call.query["category.in"]) &&
          isSame(posting.routeId, call.query.route_id),
        toWire: toTransaction,
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/transactions/:id",
    access: "group",
    query: noParameters,
    body: noParameters,
    handle(call) {
      const posting = call.ledger.postings.find((known) => known.id === call.id);
      if (!posting) throw ledgerObjectNotFound(call.world, call.environment, call.group, call.id);
      return toTransaction(posting);
    },
  }),
];

/** An account's own list where one is named, so that a page of it costs the same in any group. */
function postingsFor({ ledger, query }: Call<ListQuery, unknown>): readonly Posting[] {
  if (query.account_id === undefined) return ledger.postings;
  return ledger.postingsByAccount.get(query.account_id) ?? [];
}
