import type { AccountList, BalanceResult } from "@/lib/banking";
import { sumCents } from "@/lib/money";

export type Total =
  | { currency: string; kind: "known"; currentCents: number; availableCents: number }
  | { currency: string; kind: "unknown"; missingCount: number };

type Accounts = AccountList["accounts"];

export function currenciesOf(accounts: Accounts): string[] {
  return [...new Set(accounts.map(({ currency }) => currency))];
}

/** One total for each currency. Where a balance is missing there is no sum: a wrong one would look right. */
export function totalsOf(accounts: Accounts, balances: readonly BalanceResult[]): Total[] {
  return currenciesOf(accounts).map((currency) => {
    const results = balances.filter((_, index) => accounts[index]?.currency === currency);
    const known = results.flatMap((result) => (result.ok ? [result.balance] : []));
    const missingCount = accounts.filter((account) => account.currency === currency).length - known.length;
    if (missingCount > 0) return { currency, kind: "unknown", missingCount };
    return {
      currency,
      kind: "known",
      currentCents: sumCents(known.map(({ currentCents }) => currentCents)),
      availableCents: sumCents(known.map(({ availableCents }) => availableCents)),
    };
  });
}
