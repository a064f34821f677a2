import { expect, test } from "vitest";
import type { Account, BalanceResult } from "@/lib/banking";
import { totalsOf } from "./totals";

function account(id: string, given: Partial<Account> = {}): Account {
  return {
    id,
    name: id,
    status: "open",
    currency: "USD",
    bank: "core_bank",
    funding: "deposits",
    createdAt: new Date(0),
    closedAt: null,
    ...given,
  };
}

const read = (accountId: string, currentCents: number, keptAt: Date | null = null): BalanceResult => ({
  ok: true,
  balance: { accountId, currentCents, availableCents: currentCents - 1 },
  keptAt,
});
const missing: BalanceResult = { ok: false, error: new Error("away") };
const fresh = { kind: "known", kept: null } as const;

test("a total is the sum of what is shown, and held is what pending transactions take from it", () => {
  const totals = totalsOf([account("a"), account("b")], [read("a", 100), read("b", -30)]);
  expect(totals).toEqual({
    deposits: [{ ...fresh, currency: "USD", currentCents: 70, availableCents: 68, heldCents: -2 }],
    loans: [],
    leftOut: [],
  });
});

test("a missing balance leaves no sum, for its own currency only", () => {
  const accounts = [account("a"), account("b"), account("c", { currency: "EUR" })];
  expect(totalsOf(accounts, [read("a", 100), missing, read("c", 5)]).deposits).toEqual([
    { currency: "USD", kind: "unknown", missingCount: 1 },
    { ...fresh, currency: "EUR", currentCents: 5, availableCents: 4, heldCents: -1 },
  ]);
});

test("a loan is no deposit and pays no other, a closed account is in no sum, and a type of tomorrow is left out by name", () => {
  const accounts = [
    account("a", { funding: null }),
    account("b", { funding: "loan" }),
    account("c", { status: "closed" }),
    account("d", { funding: "gold_reserve" }),
    account("e", { status: "under_review" }),
    account("f", { funding: "loan" }),
  ];
  const balances = [read("a", 100), read("b", -5_000), missing, read("d", 9), read("e", 1), read("f", 70)];
  expect(totalsOf(accounts, balances)).toEqual({
    deposits: [{ ...fresh, currency: "USD", currentCents: 101, availableCents: 99, heldCents: -2 }],
    loans: [{ ...fresh, currency: "USD", owedCents: 5_000, creditCents: 70 }],
    leftOut: ["Gold reserve"],
  });
});

test("a sum with balances of before says since when", () => {
  const [first, second] = [new Date(1_000), new Date(2_000)];
  const balances = [read("a", 1, second), read("b", 1, first), read("c", 1)];
  const { deposits } = totalsOf([account("a"), account("b"), account("c")], balances);
  expect(deposits).toMatchObject([{ kind: "known", currentCents: 3, kept: { at: first, count: 2 } }]);
});
