import { z } from "zod";
import { environments } from "../environment";
import { moment } from "../query";
import { pendingTransactionCategories } from "../routes/pending-transaction-categories";
import { transactionCategories } from "../routes/transaction-categories";
import { pendingTemplates } from "../seed/sources/pending";
import { templateOf } from "../seed/templates";
import { ledgerOf } from "../state/ledgers";
import { moveMoney } from "../state/money";
import { completeHold, holdMoney } from "../state/pending-money";
import type { World } from "../state/world";
import type { AnyPendingTransaction } from "../wire";
import { findPlace } from "./find-account";
import { ControlError } from "./input";
import { requireGroup } from "./require";

const cents = z.int().min(-100_000_000_000).max(100_000_000_000);
/** Answered as it is: any category, any fields. */
const source = z.looseObject({ category: z.string().min(1).max(200) });

const shared = {
  group_id: z.string(),
  account_id: z.string().optional(),
  route_id: z.string().optional(),
  environment: z.enum(environments).default("live"),
  amount: cents.optional(),
  description: z.string().max(1_000).optional(),
  source: source.optional(),
};

const oneOfBoth = {
  check: (given: { category?: string | undefined; source?: unknown }) =>
    given.category === undefined || given.source === undefined,
  message: "give category or source: a source names its own",
};

export const NewTransaction = z
  .strictObject({
    ...shared,
    category: z.enum(transactionCategories).optional(),
    created_at: moment.optional(),
  })
  .refine(oneOfBoth.check, oneOfBoth.message);

export const NewPendingTransaction = z
  .strictObject({
    ...shared,
    category: z.enum(pendingTransactionCategories).optional(),
    held_amount: cents.max(0).optional(),
  })
  .refine(oneOfBoth.check, oneOfBoth.message);

/** A transaction of any sort, also one of the past. @throws ControlError 404 where no account can have it */
export function addTransaction(world: World, input: z.infer<typeof NewTransaction>) {
  const { environment, amount, description, source: given, created_at: atMs } = input;
  if (atMs !== undefined && atMs > world.clock.nowMs()) {
    throw new ControlError(400, "A transaction can't be of the future.");
  }
  const group = requireGroup(world, input.group_id);
  const kind = input.category ?? kindOf(transactionCategories, given) ?? usualKind(amount);
  const { accountId, routeId } = findPlace(ledgerOf(world, environment, group), {
    accountId: input.account_id,
    routeId: input.route_id,
    route: templateOf(kind).route,
  });
  const movement = { environment, group, kind, accountId, routeId, amount, description, source: given, atMs };
  const { transaction, events } = moveMoney(world, movement);
  return {
    transaction_id: transaction.id,
    account_id: accountId,
    amount: transaction.amount,
    event_ids: events.map(({ id }) => id),
  };
}

/** A pending transaction of any sort, made now. @throws ControlError 404 where no account can have it */
export function addPendingTransaction(world: World, input: z.infer<typeof NewPendingTransaction>) {
  const { environment, amount, held_amount: heldAmount, description, source: given } = input;
  const group = requireGroup(world, input.group_id);
  const kind = input.category ?? kindOf(pendingTransactionCategories, given) ?? "ach_transfer_instruction";
  const { accountId, routeId } = findPlace(ledgerOf(world, environment, group), {
    accountId: input.account_id,
    routeId: input.route_id,
    route: pendingTemplates[kind].route,
  });
  const hold = { kind, accountId, routeId, amount, heldAmount, description, source: given };
  const { pendingTransaction, events } = holdMoney(world, { environment, group }, hold);
  return {
    pending_transaction_id: pendingTransaction.id,
    account_id: accountId,
    amount: pendingTransaction.amount,
    held_amount: pendingTransaction.held_amount,
    event_ids: events.map(({ id }) => id),
  };
}

export const CompletePending = z.strictObject({ group_id: z.string().optional() });

/** @throws ControlError 404 */
export function completePendingTransaction(
  world: World,
  id: string,
  { group_id }: z.infer<typeof CompletePending>,
): AnyPendingTransaction {
  const groups = group_id === undefined ? [...world.groups.values()] : [requireGroup(world, group_id)];
  for (const group of groups) {
    for (const environment of environments) {
      const completed = completeHold(world, { environment, group }, id);
      if (completed) return completed;
    }
  }
  throw new ControlError(404, `There is no pending transaction ${id}.`);
}

/** The category of a test's own source if it is a known one, else what stands for the unknown. */
function kindOf<const Category extends string>(
  known: readonly Category[],
  given: { category: string } | undefined,
): Category | "other" | undefined {
  if (given === undefined) return undefined;
  return known.find((category) => category === given.category) ?? "other";
}

function usualKind(amount = 0): "ach_transfer_intention" | "inbound_ach_transfer" {
  return amount < 0 ? "ach_transfer_intention" : "inbound_ach_transfer";
}
