import type { PendingTransaction, Transaction } from "increase/resources";
import { expect, expectTypeOf, test } from "vitest";
import {
  categoryLabel,
  pendingTransactionWords,
  transactionCategoryOptions,
  transactionWords,
} from "./category-words";
import type { sources } from "./sources";
import type { examples as accountsAndChecks } from "./sources/accounts-and-checks.test";
import type { examples as cards } from "./sources/cards.test";
import type { examples as moneyMovement } from "./sources/money-movement.test";

type Category = Transaction.Source["category"] | PendingTransaction.Source["category"];

test("every category that Increase documents has words, fields and an example in a test", () => {
  // Held by the type check: a category that a new version of the SDK brings fails it here.
  expectTypeOf<keyof typeof transactionWords>().toEqualTypeOf<Transaction.Source["category"]>();
  expectTypeOf<keyof typeof pendingTransactionWords>().toEqualTypeOf<PendingTransaction.Source["category"]>();
  expectTypeOf<keyof typeof sources>().toEqualTypeOf<Category>();
  expectTypeOf<
    keyof typeof moneyMovement | keyof typeof accountsAndChecks | keyof typeof cards
  >().toEqualTypeOf<Category>();
  expect(Object.keys(transactionWords)).toHaveLength(38);
  expect(Object.keys(pendingTransactionWords)).toHaveLength(16);
});

test("a category is called by plain words", () => {
  expect(categoryLabel("inbound_ach_transfer")).toBe("Inbound ACH transfer");
  expect(categoryLabel("card_settlement")).toBe("Card payment");
  expect(categoryLabel("card_authorization")).toBe("Card authorization");
});

test.each([
  ["teleport_transfer", "Teleport transfer"],
  ["inbound_fednow_transfer_return", "Inbound FedNow transfer return"],
  ["constructor", "Constructor"],
  ["__proto__", "Proto"],
  ["", "Without a name"],
  ["___", "Without a name"],
])("a category that Increase adds tomorrow keeps its own name: %j", (category, label) => {
  expect(categoryLabel(category)).toBe(label);
});

test("a name without an end is cut", () => {
  expect(categoryLabel("x".repeat(10_000)).length).toBeLessThan(100);
});

test("the filter offers each category once, under words of its own, in their order", () => {
  const labels = transactionCategoryOptions.map(({ label }) => label);
  expect(new Set(labels).size).toBe(38);
  expect(labels).toEqual(labels.toSorted((one, other) => one.localeCompare(other, "en-US")));
  expect(transactionCategoryOptions).toContainEqual({
    value: "wire_transfer_intention",
    label: "Wire transfer",
  });
});
