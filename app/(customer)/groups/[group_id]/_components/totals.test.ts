import { expect, test } from "vitest";
import type { AccountList, BalanceResult } from "@/lib/banking";
import { totalsOf } from "./totals";

function account(id: string, currency = "USD"): AccountList["accounts"][number] {
  const createdAt = new Date(0);
  return {
    id,
    name: id,
    status: "open",
    currency,
    bank: "core_bank",
    funding: null,
    createdAt,
    closedAt: null,
  };
}

const read = (accountId: string, currentCents: number): BalanceResult => ({
  ok: true,
  balance: { accountId, currentCents, availableCents: currentCents - 1 },
});
const missing: BalanceResult = { ok: false, error: new Error("away") };

test("a total is the sum of what is shown", () => {
  const totals = totalsOf([account("a"), account("b")], [read("a", 100), read("b", -30)]);
  expect(totals).toEqual([{ currency: "USD", kind: "known", currentCents: 70, availableCents: 68 }]);
});

test("a missing balance leaves no sum, for its own currency only", () => {
  const accounts = [account("a"), account("b"), account("c", "EUR")];
  expect(totalsOf(accounts, [read("a", 100), missing, read("c", 5)])).toEqual([
    { currency: "USD", kind: "unknown", missingCount: 1 },
    { currency: "EUR", kind: "known", currentCents: 5, availableCents: 4 },
  ]);
});
