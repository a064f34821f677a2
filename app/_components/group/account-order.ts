import type { Account, BalanceResult } from "@/lib/banking";
import { typeLabel } from "./account-words";

export const accountSorts = ["name", "type", "status", "current", "available"] as const;
export const directions = ["ascending", "descending"] as const;

export type AccountSort = (typeof accountSorts)[number];
export type AccountOrder = { by: AccountSort; direction: (typeof directions)[number] };

/** An account in its place in the list that Increase gave, which is the place of its balance too. */
export type AccountRow = { account: Account; index: number };

const fieldOf = { current: "currentCents", available: "availableCents" } as const;

export const sortWords: Record<AccountSort, string> = {
  name: "name",
  type: "type",
  status: "status",
  current: "current balance",
  available: "available balance",
};

/** What a first click on a column asks for: words from A on, amounts from the largest on. */
export function firstDirection(by: AccountSort): AccountOrder["direction"] {
  return isOfAmounts(by) ? "descending" : "ascending";
}

export function isOfAmounts(by: AccountSort): by is keyof typeof fieldOf {
  return by === "current" || by === "available";
}

const collator = new Intl.Collator("en-US", { numeric: true });

type Compare = (one: AccountRow, other: AccountRow) => number;

function byWords(textOf: (account: Account) => string, sign: number): Compare {
  return (one, other) => sign * collator.compare(textOf(one.account), textOf(other.account));
}

/** Amounts of one currency beside one another; what could not be read at the end, whichever way it is sorted. */
function byAmounts(centsOf: (row: AccountRow) => number | null, sign: number): Compare {
  return (one, other) => {
    const [mine, theirs] = [centsOf(one), centsOf(other)];
    if (mine === null || theirs === null) return Number(mine === null) - Number(theirs === null);
    return collator.compare(one.account.currency, other.account.currency) || sign * (mine - theirs);
  };
}

function compareBy({ by, direction }: AccountOrder, balances: readonly BalanceResult[]): Compare {
  const sign = direction === "ascending" ? 1 : -1;
  if (isOfAmounts(by)) {
    const field = fieldOf[by];
    return byAmounts(({ index }) => {
      const result = balances[index];
      return result?.ok ? result.balance[field] : null;
    }, sign);
  }
  if (by === "name") return byWords(({ name }) => name, sign);
  return by === "type" ? byWords(typeLabel, sign) : byWords(({ status }) => status, sign);
}

/** Equal ones stay in Increase's order, the newest first. `balances` are looked at where amounts are sorted. */
export function sortRows(
  rows: readonly AccountRow[],
  order: AccountOrder,
  balances: readonly BalanceResult[],
): AccountRow[] {
  return rows.toSorted(compareBy(order, balances));
}
