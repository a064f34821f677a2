import type { Environment } from "../environment";
import { otherEnvironment } from "../environment";
import type { ApiError } from "../errors";
import { objectNotFound } from "../errors";
import { compareKeys } from "../pagination";
import type { Group } from "../seed/groups";
import { buildLedger } from "../seed/ledger";
import type { Ledger, Row } from "../seed/rows";
import { insertPosting } from "./written-postings";
import type { World } from "./world";

/** A group's bank data, built when first asked for: the seed, what was written over it or beside it, what happened since. */
export function ledgerOf(world: World, environment: Environment, group: Group): Ledger {
  const key = `${environment}:${group.id}`;
  const known = world.ledgers.get(key);
  if (known) return known;
  const ledger = buildLedger(group, environment);
  const isOwn = (written: { environment: Environment; groupId: string }) =>
    written.environment === environment && written.groupId === group.id;
  const { accounts, accountNumbers, cards, pendingTransactions, postings } = world.state;
  for (const written of accounts.filter(isOwn)) putRow(ledger.accounts, written);
  for (const written of accountNumbers.filter(isOwn)) putRow(ledger.accountNumbers, written);
  for (const written of cards.filter(isOwn)) putRow(ledger.cards, written);
  for (const written of pendingTransactions.filter(isOwn)) putRow(ledger.pendingTransactions, written);
  for (const stored of postings.filter(isOwn)) insertPosting(ledger, stored);
  world.ledgers.set(key, ledger);
  return ledger;
}

/** Puts a row in the place of the one with its id, or at its own. */
export function putRow<R extends Row<{ id: string }>>(rows: R[], row: R): void {
  const index = rows.findIndex((known) => known.value.id === row.value.id);
  if (index >= 0) rows[index] = row;
  else rows.push(row);
  rows.sort(compareKeys);
}

/** The group's own object is looked for in the other environment too; another group's never exists. */
export function ledgerObjectNotFound(
  world: World,
  environment: Environment,
  group: Group,
  id: string,
): ApiError {
  const other = otherEnvironment(environment);
  const ledger = ledgerOf(world, other, group);
  const isThere =
    [ledger.accounts, ledger.accountNumbers, ledger.cards, ledger.pendingTransactions].some((rows) =>
      rows.some((row) => row.value.id === id),
    ) || ledger.postings.some((posting) => posting.id === id);
  return objectNotFound(id, isThere ? other : null);
}
