import type { Environment } from "../environment";
import { otherEnvironment } from "../environment";
import type { ApiError } from "../errors";
import { objectNotFound } from "../errors";
import { compareKeys } from "../pagination";
import type { Group } from "../seed/groups";
import { buildLedger } from "../seed/ledger";
import type { Ledger } from "../seed/rows";
import { appendPosting } from "./appended-postings";
import type { World } from "./world";

/** A group's bank data, built when first asked for: the seed, the accounts that callers wrote, what happened since. */
export function ledgerOf(world: World, environment: Environment, group: Group): Ledger {
  const key = `${environment}:${group.id}`;
  const known = world.ledgers.get(key);
  if (known) return known;
  const ledger = buildLedger(group, environment);
  for (const written of world.state.accounts) {
    if (written.environment !== environment || written.groupId !== group.id) continue;
    const index = ledger.accounts.findIndex((row) => row.value.id === written.value.id);
    if (index >= 0) ledger.accounts[index] = written;
    else ledger.accounts.push(written);
  }
  ledger.accounts.sort(compareKeys);
  for (const stored of world.state.postings) {
    if (stored.environment === environment && stored.groupId === group.id) appendPosting(ledger, stored);
  }
  world.ledgers.set(key, ledger);
  return ledger;
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
