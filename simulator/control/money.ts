import { z } from "zod";
import { environments } from "../environment";
import type { Ledger } from "../seed/rows";
import { ledgerOf } from "../state/ledgers";
import { moveMoney } from "../state/money";
import type { World } from "../state/world";
import { ControlError } from "./input";
import { requireGroup } from "./require";

type MovementKind = "inbound_ach_transfer" | "card_settlement";

export const NewMovement = z.strictObject({
  group_id: z.string(),
  account_id: z.string().optional(),
  /** Cents. */
  amount: z.int().min(1).max(100_000_000_000).optional(),
  environment: z.enum(environments).default("live"),
});

/** Money arrives by ACH, or a card payment settles. @throws ControlError 404 where no account can have it */
export function makeMovement(
  world: World,
  kind: MovementKind,
  { group_id, account_id, amount, environment }: z.infer<typeof NewMovement>,
) {
  const group = requireGroup(world, group_id);
  const route = findRoute(ledgerOf(world, environment, group), kind, account_id);
  if (!route) {
    const needed = kind === "card_settlement" ? "a card" : "an active account number";
    const where = account_id === undefined ? `Group ${group_id}` : `Account ${account_id} of ${group_id}`;
    throw new ControlError(404, `${where} has no open account with ${needed} in ${environment}.`);
  }
  const { account_id: accountId, id: routeId } = route;
  const isDebit = kind === "card_settlement" && amount !== undefined;
  const signed = { amount: isDebit ? -amount : amount };
  const { transaction, events } = moveMoney(world, {
    environment,
    group,
    kind,
    accountId,
    routeId,
    ...signed,
  });
  return {
    transaction_id: transaction.id,
    account_id: accountId,
    amount: transaction.amount,
    event_ids: events.map(({ id }) => id),
  };
}

/** A card that is disabled by now can still settle what it authorized before; a number must be active. */
function findRoute(ledger: Ledger, kind: MovementKind, accountId: string | undefined) {
  const routes = kind === "card_settlement" ? ledger.cards : ledger.accountNumbers;
  const usable = routes
    .map(({ value }) => value)
    .filter((route) => isSuited(ledger, route.account_id, accountId) && route.status !== "canceled");
  const active = usable.find(({ status }) => status === "active");
  return active ?? (kind === "card_settlement" ? usable[0] : undefined);
}

/** The account that was asked for, else any with deposits; open in both cases. */
function isSuited(ledger: Ledger, id: string, wanted: string | undefined): boolean {
  const account = ledger.accounts.find(({ value }) => value.id === id)?.value;
  if (account?.status !== "open") return false;
  return wanted === undefined ? account.funding === "deposits" : id === wanted;
}
