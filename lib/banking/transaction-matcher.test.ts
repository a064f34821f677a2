import { describe, expect, test } from "vitest";
import type { Transaction } from "../increase";
import { createMatcher, isScan } from "./transaction-matcher";

const rent: Transaction = {
  id: "transaction_abc",
  accountId: "account_1",
  amountCents: -120_050,
  createdAt: new Date("2026-11-22T18:00:00Z"),
  currency: "USD",
  description: "Rent for November",
  routeId: "account_number_9",
  source: {
    category: "ach_transfer_intention",
    details: { transfer_id: "ach_transfer_7", addenda: { entries: [{ text: "Straße 5, ZÜRICH" }, null, 7] } },
  },
};

describe("a text is found", () => {
  test.each([
    "rent",
    "RENT FOR",
    "transaction_ABC",
    "account_1",
    "account_number_9",
    "ach_transfer_intention",
    "ach transfer",
    "ach_transfer_7",
    "zürich",
    "zu\u0308rich",
    "straße",
  ])("as %j", (text) => {
    expect(createMatcher({ text })(rent)).toBe(true);
  });

  test.each(["december", "transfer_id", "entries", "7,", "rent november"])("not as %j", (text) => {
    expect(createMatcher({ text })(rent)).toBe(false);
  });
});

describe("a number that the page masks", () => {
  const details = {
    account_number: "987654321",
    debtor: { iban: "DE89 3704 0044 0532 0130 00" },
    cardNumbers: ["4000-1234-5678-9010"],
    account_identification: { other: { id: "5550001" } },
  };
  const wire: Transaction = { ...rent, source: { category: "wire_transfer_intention", details } };

  test.each(["87", "98765432", "4321", "3704", "9010", "400012345678901", "de89", "555"])(
    "is not found by its part %j",
    (text) => {
      expect(createMatcher({ text })(wire)).toBe(false);
    },
  );

  test.each(["987654321", "9876-54321", "DE89370400440532013000", "4000 1234 5678 9010", "5550001"])(
    "is found as a whole, as %j",
    (text) => {
      expect(createMatcher({ text })(wire)).toBe(true);
    },
  );
});

test.each([
  [{ minCents: 120_050 }, true],
  [{ minCents: 120_051 }, false],
  [{ maxCents: 120_050 }, true],
  [{ maxCents: 120_049 }, false],
  [{ minCents: 100_000, maxCents: 130_000 }, true],
  [{ minCents: 100_000, text: "december" }, false],
  [{}, true],
])("an amount without its sign: %j is %s", (filter, isFit) => {
  expect(createMatcher(filter)(rent)).toBe(isFit);
});

test.each([
  [-1, "out", true],
  [-1, "in", false],
  [1, "out", false],
  [1, "in", true],
  [0, "out", false],
  [0, "in", false],
] as const)("%d cents are money %s: %s", (amountCents, direction, isFit) => {
  expect(createMatcher({ direction })({ ...rent, amountCents })).toBe(isFit);
});

test("what Increase knows of the filter is no reason to look through its list", () => {
  expect(isScan({ category: "other", routeId: "card_1", from: "2026-11-01", to: "2026-11-02" })).toBe(false);
  for (const filter of [{ direction: "in" }, { minCents: 0 }, { maxCents: 0 }, { text: "a" }] as const) {
    expect(isScan(filter)).toBe(true);
  }
});

test("details of any size and depth cost a bounded look", () => {
  let deep: Record<string, unknown> = { text: "needle" };
  for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };
  const wide = { list: Array.from({ length: 1_000_000 }, () => "x") };
  let reads = 0;
  const counted = new Proxy(wide.list, {
    get(target, key, receiver) {
      reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  for (const details of [deep, { list: counted }]) {
    const source = { category: "other", details };
    expect(createMatcher({ text: "needle" })({ ...rent, source })).toBe(false);
  }
  expect(reads).toBeLessThan(10_000);
});
