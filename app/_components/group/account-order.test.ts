import { describe, expect, test } from "vitest";
import type { Account, BalanceResult } from "@/lib/banking";
import { sortRows, type AccountOrder } from "./account-order";

const bases: [name: string, status: string, funding: string, cents: number | null][] = [
  ["Account 10", "open", "loan", 5],
  ["Account 2", "under_review", "deposits", -7],
  ["account 3", "open", "deposits", null],
  ["Payroll", "open", "deposits", 900],
];

const accounts = bases.map(([name, status, funding]): Account => ({
  id: name,
  name,
  status,
  funding,
  currency: "USD",
  bank: "core_bank",
  createdAt: new Date(0),
  closedAt: null,
}));
const rows = accounts.map((account, index) => ({ account, index }));
const balances = bases.map(([accountId, , , cents]): BalanceResult =>
  cents === null
    ? { ok: false, error: null }
    : { ok: true, balance: { accountId, currentCents: cents, availableCents: -cents }, keptAt: null },
);

const sorted = (by: AccountOrder["by"], direction: AccountOrder["direction"]) =>
  sortRows(rows, { by, direction }, balances).map(({ index }) => index);

describe("sorted by", () => {
  test.each([
    ["name", "ascending", [1, 2, 0, 3]],
    ["name", "descending", [3, 0, 2, 1]],
    ["type", "ascending", [1, 2, 3, 0]],
    ["status", "descending", [1, 0, 2, 3]],
    ["current", "descending", [3, 0, 1, 2]],
    ["current", "ascending", [1, 0, 3, 2]],
    ["available", "descending", [1, 0, 3, 2]],
  ] as const)("%s, %s: equal ones as they came, and a missing amount always last", (by, direction, order) => {
    expect(sorted(by, direction)).toEqual(order);
  });

  test("an amount: currencies are not mixed", () => {
    const mixed = rows.slice(0, 3);
    for (const account of accounts.slice(3)) {
      mixed.push({ account: { ...account, currency: "CAD" }, index: 3 });
    }
    const order = sortRows(mixed, { by: "current", direction: "ascending" }, balances);
    expect(order.map(({ index }) => index)).toEqual([3, 1, 0, 2]);
  });
});
