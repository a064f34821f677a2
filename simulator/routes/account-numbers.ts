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
import type { AccountNumber } from "../wire";

const statuses = allOf<AccountNumber["status"]>()(["active", "disabled", "canceled"]);
const debitStatuses = allOf<AccountNumber["inbound_ach"]["debit_status"]>()(["allowed", "blocked"]);

const ListQuery = z.strictObject({
  ...pageParameters,
  ...createdAtParameters,
  ...idempotencyKeyParameter,
  account_id: objectId.optional(),
  "status.in": inList(statuses).optional(),
  "ach_debit_status.in": inList(debitStatuses).optional(),
});

/** https://increase.com/documentation/api/account-numbers */
export const accountNumberEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/account_numbers",
    access: "group",
    query: ListQuery,
    body: noParameters,
    handle: (call) =>
      answerList(call, call.ledger.accountNumbers, {
        keep: ({ value }) =>
          isSame(value.account_id, call.query.account_id) &&
          isIn(value.status, call.query["status.in"]) &&
          isIn(value.inbound_ach.debit_status, call.query["ach_debit_status.in"]) &&
          isSame(value.idempotency_key, call.query.idempotency_key),
        toWire,
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/account_numbers/:id",
    access: "group",
    query: noParameters,
    body: noParameters,
    handle(call) {
      const row = call.ledger.accountNumbers.find(({ value }) => value.id === call.id);
      if (!row) throw ledgerObjectNotFound(call.world, call.environment, call.group, call.id);
      return toWire(row);
    },
  }),
];
