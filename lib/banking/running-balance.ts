import "server-only";
import type { Transaction } from "../increase";
import { sumCents } from "../money";

/** A page of an account's list that leaves out nothing between its first row and its last. */
export type UnbrokenPage = {
  /** Newest first. */
  transactions: readonly Transaction[];
  /** A moment, and the account's balance at it. Nothing newer than the moment may be missing on the page. */
  anchor: { at: Date; currentCents: number };
  /** Whether nothing of the account lies between the last row and the anchor, where all rows are newer than that. */
  isOpenBelow: boolean;
};

function isNewestFirst(transactions: readonly Transaction[]): boolean {
  return transactions.every(({ createdAt }, index) => {
    const next = transactions[index + 1];
    return next === undefined || next.createdAt <= createdAt;
  });
}

/**
 * The account's balance after each row: the first row that is not newer than the anchor has the anchor's own, those
 * above it add up, those below subtract. Null for each row where the page has no such place.
 */
export function runningBalances({ transactions, anchor, isOpenBelow }: UnbrokenPage): (number | null)[] {
  const unknown = transactions.map(() => null);
  if (!isNewestFirst(transactions)) return unknown;
  const found = transactions.findIndex(({ createdAt }) => createdAt <= anchor.at);
  if (found === -1 && !isOpenBelow) return unknown;
  const newer = found === -1 ? transactions : transactions.slice(0, found);
  let balance = sumCents([anchor.currentCents, ...newer.map(({ amountCents }) => amountCents)]);
  return transactions.map(({ amountCents }) => {
    const after = balance;
    balance = sumCents([balance, -amountCents]);
    return after;
  });
}
