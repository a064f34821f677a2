import type { Account, BalanceResult } from "@/lib/banking";
import { sumCents } from "@/lib/money";
import { isClosed, kindOf, typeLabel } from "./account-words";

/** `at` is when the oldest of the `count` balances that are not of this moment was read. */
export type KeptPart = { at: Date; count: number };

export type MissingTotal = { currency: string; kind: "unknown"; missingCount: number };

type Known<Sums> = { currency: string; kind: "known"; kept: KeptPart | null } & Sums;

export type DepositTotal = Known<{
  currentCents: number;
  availableCents: number;
  /** What pending transactions hold of the current balance; below 0 where they hold something. */
  heldCents: number;
}>;

/** What one loan has in credit pays nothing of another: each is a sum of its own. */
export type LoanTotal = Known<{ owedCents: number; creditCents: number }>;

export type Totals = {
  deposits: (DepositTotal | MissingTotal)[];
  loans: (LoanTotal | MissingTotal)[];
  /** Types of accounts that nobody here knows how to add up. */
  leftOut: string[];
};

type Read = Extract<BalanceResult, { ok: true }>;
type Balance = Read["balance"];
type Entry = { account: Account; result: BalanceResult | undefined };

export function currenciesOf(accounts: readonly Account[]): string[] {
  return [...new Set(accounts.map(({ currency }) => currency))];
}

function keptPartOf(known: readonly Read[]): KeptPart | null {
  const kept = known.flatMap(({ keptAt }) => (keptAt === null ? [] : [keptAt.getTime()]));
  return kept.length === 0 ? null : { at: new Date(Math.min(...kept)), count: kept.length };
}

/** Where a balance is missing there is no sum: a wrong one would look right. */
function addUp<Sums>(
  currency: string,
  entries: readonly Entry[],
  add: (balances: readonly Balance[]) => Sums,
): Known<Sums> | MissingTotal {
  const known = entries.flatMap(({ result }) => (result?.ok ? [result] : []));
  const missingCount = entries.length - known.length;
  if (missingCount > 0) return { currency, kind: "unknown", missingCount };
  const sums = add(known.map(({ balance }) => balance));
  return { currency, kind: "known", kept: keptPartOf(known), ...sums };
}

function perCurrency<Sums>(entries: readonly Entry[], add: (balances: readonly Balance[]) => Sums) {
  return currenciesOf(entries.map(({ account }) => account)).map((currency) => {
    const own = entries.filter(({ account }) => account.currency === currency);
    return addUp(currency, own, add);
  });
}

function addDeposits(balances: readonly Balance[]) {
  const currentCents = sumCents(balances.map((balance) => balance.currentCents));
  const availableCents = sumCents(balances.map((balance) => balance.availableCents));
  return { currentCents, availableCents, heldCents: sumCents([availableCents, -currentCents]) };
}

function addLoans(balances: readonly Balance[]) {
  const current = balances.map((balance) => balance.currentCents);
  return {
    owedCents: sumCents(current.filter((cents) => cents < 0).map((cents) => -cents)),
    creditCents: sumCents(current.filter((cents) => cents > 0)),
  };
}

/** The sums of what is shown and open, one for each currency; what is owed is never added to what is there. */
export function totalsOf(accounts: readonly Account[], balances: readonly BalanceResult[]): Totals {
  const open = accounts
    .map((account, index) => ({ account, result: balances[index] }))
    .filter(({ account }) => !isClosed(account));
  const ofKind = (kind: ReturnType<typeof kindOf>) => open.filter(({ account }) => kindOf(account) === kind);
  return {
    deposits: perCurrency(ofKind("deposits"), addDeposits),
    loans: perCurrency(ofKind("loan"), addLoans),
    leftOut: [...new Set(ofKind("other").map(({ account }) => typeLabel(account)))],
  };
}
