import fc from "fast-check";
import { expect, test } from "vitest";
import type { Transaction } from "../increase";
import { runningBalances } from "./running-balance";

type Posting = { second: number; amountCents: number };

function toTransaction({ second, amountCents }: Posting, index: number): Transaction {
  return {
    id: `transaction_${index}`,
    accountId: "account_1",
    amountCents,
    createdAt: new Date(second * 1000),
    currency: "USD",
    description: "",
    routeId: null,
    source: { category: "other", details: {} },
  };
}

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
const posting = fc.record({
  second: fc.nat({ max: 12 }),
  amountCents: fc.integer({ min: -1_000_000, max: 1_000_000 }),
});

/** A ledger, newest first, the rows of one page of it, and what the balance was after each. */
const pageOfLedger = fc
  .record({
    postings: fc.array(posting, { maxLength: 30 }),
    start: fc.nat({ max: 30 }),
    size: fc.integer({ min: 1, max: 10 }),
  })
  .map(({ postings, start, size }) => {
    const ledger = postings.toSorted((a, b) => b.second - a.second).map(toTransaction);
    const balanceFrom = (index: number) => sum(ledger.slice(index).map(({ amountCents }) => amountCents));
    return {
      ledger,
      start,
      rows: ledger.slice(start, start + size),
      due: ledger.map((_, index) => balanceFrom(index)).slice(start, start + size),
      isLast: start + size >= ledger.length,
      balanceAt: (at: Date) => balanceFrom(ledger.filter(({ createdAt }) => createdAt > at).length),
    };
  });

test("each row has the balance of the ledger at its place, or none: on any page, with any ties", () => {
  fc.assert(
    fc.property(pageOfLedger, fc.integer({ min: -1, max: 13 }), (page, second) => {
      const { ledger, start, rows, due, isLast, balanceAt } = page;
      const at = new Date(second * 1000 - 1);
      // Only then is nothing newer than the anchor missing on the page.
      const before = ledger[start - 1];
      fc.pre(before === undefined || before.createdAt > at);
      fc.pre(ledger.slice(0, start).every(({ createdAt }) => createdAt > at));
      const anchor = { at, currentCents: balanceAt(at) };
      const balances = runningBalances({ transactions: rows, anchor, isOpenBelow: isLast });
      const hasAnchor = isLast || rows.some(({ createdAt }) => createdAt <= at);
      expect(balances).toEqual(hasAnchor ? due : rows.map(() => null));
    }),
    { numRuns: 1_000 },
  );
});

test("a list that is not newest first has no balances: it is not what was asked for", () => {
  const transactions = [1, 2].map((second, index) => toTransaction({ second, amountCents: 5 }, index));
  const anchor = { at: new Date(5_000), currentCents: 10 };
  expect(runningBalances({ transactions, anchor, isOpenBelow: true })).toEqual([null, null]);
});

test("amounts add up exactly where a binary fraction would not", () => {
  const amounts = [10, 20, -30, 1_000_000_000_000_001];
  const transactions = amounts.map((amountCents, index) =>
    toTransaction({ second: 9 - index, amountCents }, index),
  );
  const anchor = { at: new Date(9_000), currentCents: 1_000_000_000_000_001 };
  expect(runningBalances({ transactions, anchor, isOpenBelow: false })).toEqual([
    1_000_000_000_000_001, 999_999_999_999_991, 999_999_999_999_971, 1_000_000_000_000_001,
  ]);
});
