import { z } from "zod";
import { wholeSecondMs, isoTime } from "../clock";
import { defineEndpoint } from "../endpoint";
import type { Call } from "../endpoint";
import { ApiError, invalidParameters } from "../errors";
import { randomId } from "../ids";
import { answerList, isIn, isSame } from "../listing";
import type { Keyed } from "../pagination";
import {
  createdAtParameters,
  idempotencyKeyParameter,
  inList,
  moment,
  noParameters,
  objectId,
  pageParameters,
} from "../query";
import { toWire } from "../seed/rows";
import type { Row } from "../seed/rows";
import { balanceAt } from "../state/balances";
import { recordEvent } from "../state/events";
import { ledgerObjectNotFound } from "../state/ledgers";
import { allOf } from "../wire";
import type { Account, AnyAccount, BalanceLookup } from "../wire";

const statuses = allOf<Account["status"]>()(["closed", "open"]);

const ListQuery = z.strictObject({
  ...pageParameters,
  ...createdAtParameters,
  ...idempotencyKeyParameter,
  "status.in": inList(statuses).optional(),
  entity_id: objectId.optional(),
  informational_entity_id: objectId.optional(),
  program_id: objectId.optional(),
});

const CreateBody = z.strictObject({
  name: z.string().min(1).max(200),
  entity_id: objectId.optional(),
  informational_entity_id: objectId.optional(),
  program_id: objectId.optional(),
  funding: z.literal("deposits").optional(),
});

const UpdateBody = z.strictObject({ name: z.string().min(1).max(200).optional() });

/** https://increase.com/documentation/api/accounts */
export const accountEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/accounts",
    access: "group",
    query: ListQuery,
    body: noParameters,
    handle: (call) =>
      answerList(call, call.ledger.accounts, {
        keep: ({ value }) =>
          isIn(value.status, call.query["status.in"]) &&
          isSame(value.entity_id, call.query.entity_id) &&
          isSame(value.informational_entity_id, call.query.informational_entity_id) &&
          isSame(value.program_id, call.query.program_id) &&
          isSame(value.idempotency_key, call.query.idempotency_key),
        toWire,
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/accounts/:id",
    access: "group",
    query: noParameters,
    body: noParameters,
    handle: (call) => toWire(getAccount(call)),
  }),
  defineEndpoint({
    method: "GET",
    path: "/accounts/:id/balance",
    access: "group",
    query: z.strictObject({ at_time: moment.optional() }),
    body: noParameters,
    handle: getBalance,
  }),
  defineEndpoint({
    method: "POST",
    path: "/accounts",
    access: "group",
    query: noParameters,
    body: CreateBody,
    isIdempotent: true,
    handle: createAccount,
  }),
  defineEndpoint({
    method: "PATCH",
    path: "/accounts/:id",
    access: "group",
    query: noParameters,
    body: UpdateBody,
    handle(call) {
      const row = getAccount(call);
      return writeAccount(
        call,
        row,
        { ...row.value, name: call.body.name ?? row.value.name },
        "account.updated",
      );
    },
  }),
  defineEndpoint({
    method: "POST",
    path: "/accounts/:id/close",
    access: "group",
    query: noParameters,
    body: noParameters,
    isIdempotent: true,
    handle: closeAccount,
  }),
];

function getAccount(call: Call<unknown, unknown>): Row<AnyAccount> {
  const row = call.ledger.accounts.find(({ value }) => value.id === call.id);
  if (!row) throw ledgerObjectNotFound(call.world, call.environment, call.group, call.id);
  return row;
}

function getBalance(call: Call<{ at_time?: number | undefined }, unknown>): BalanceLookup {
  const account = getAccount(call).value;
  const nowMs = call.world.clock.nowMs();
  const atMs = call.query.at_time ?? nowMs;
  if (atMs > nowMs) throw invalidParameters({ field: "at_time", message: "must not be in the future" });
  return balanceAt(call.ledger, account, atMs);
}

/** The group's own entity and program stand in where the caller names none; others do not exist here. */
function createAccount(call: Call<unknown, z.infer<typeof CreateBody>>): Account {
  const { name, entity_id, informational_entity_id, program_id } = call.body;
  const sibling = call.ledger.accounts[0]?.value;
  const entityId = entity_id ?? sibling?.entity_id ?? randomId("entity");
  const programId = program_id ?? sibling?.program_id ?? randomId("program");
  if (sibling && (entityId !== sibling.entity_id || programId !== sibling.program_id)) {
    const field = entityId === sibling.entity_id ? "program_id" : "entity_id";
    throw invalidParameters({ field, message: "does not exist" });
  }
  const key = call.world.nextKey();
  const account: Account = {
    id: randomId("account"),
    account_revenue_rate: null,
    bank: "first_internet_bank",
    closed_at: null,
    created_at: isoTime(key.at),
    currency: "USD",
    entity_id: entityId,
    funding: "deposits",
    idempotency_key: call.idempotencyKey,
    informational_entity_id: informational_entity_id ?? null,
    interest_rate: "0.0325",
    loan: null,
    name,
    program_id: programId,
    status: "open",
    type: "account",
  };
  return writeAccount(call, key, account, "account.created");
}

function closeAccount(call: Call<unknown, unknown>): AnyAccount {
  const row = getAccount(call);
  if (row.value.status === "closed") throw new ApiError("invalid_operation_error", "This account is closed.");
  const balance = balanceAt(call.ledger, row.value, call.world.clock.nowMs());
  if (balance.current_balance !== 0 || balance.available_balance !== 0) {
    throw new ApiError("invalid_operation_error", "An account must be empty before it can be closed.");
  }
  const closedAt = isoTime(wholeSecondMs(call.world.clock.nowMs()));
  return writeAccount(call, row, { ...row.value, status: "closed", closed_at: closedAt }, "account.updated");
}

function writeAccount<T extends AnyAccount>(
  { world, environment, group }: Call<unknown, unknown>,
  { at, sequence, extra }: Keyed & Pick<Row<T>, "extra">,
  value: T,
  category: "account.created" | "account.updated",
): T {
  const others = world.state.accounts.filter((written) => written.value.id !== value.id);
  world.state.accounts = [...others, { at, sequence, value, extra, environment, groupId: group.id }];
  world.forgetLedger(environment, group.id);
  recordEvent(world, { environment, groupId: group.id, category, objectId: value.id, objectType: "account" });
  return toWire({ at, sequence, value, extra });
}
