import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { PendingList } from "./pending-list";
import { TransactionList } from "./transaction-list";

const clock = { timeZone: "America/New_York", now: new Date("2026-11-25T12:00:00Z") };
const routes = new Map([["card_1", "Travel card •••• 5567"]]);

const entry = {
  id: "transaction_1",
  accountId: "account_1",
  amountCents: -12_345,
  createdAt: new Date("2026-11-25T03:30:00Z"),
  currency: "USD",
  description: "Rent",
  routeId: "card_1",
  source: { category: "card_settlement", details: {} },
};
const pendingEntry = { ...entry, id: "pending_transaction_1", heldCents: -12_345, status: "pending" };

type Listed = Parameters<typeof TransactionList>[0]["transactions"];

const listed = (transactions: Listed, isWhole = true) =>
  renderToStaticMarkup(createElement(TransactionList, { transactions, routes, clock, isWhole }));
const waiting = (change: Partial<typeof pendingEntry>) =>
  renderToStaticMarkup(
    createElement(PendingList, {
      pending: [{ ...pendingEntry, ...change }],
      routes,
      clock,
      isWhole: true,
    }),
  );

describe("a list of transactions", () => {
  test("has each under its day and at its time in the page's time zone, closed, with what it came through", () => {
    const markup = listed([entry]);
    expect(markup).toContain("Tuesday, 24 November 2026");
    expect(markup).toContain(">22:30</time>");
    expect(markup).toContain("24 Nov 2026, 22:30:00 EST");
    expect(markup).toContain("Travel card •••• 5567");
    expect(markup).toContain("−$123.45");
    expect(markup).not.toMatch(/<details[^>]* open=/);
  });

  test("has no panel's facts in its markup until it is opened, unless the whole page is asked for", () => {
    expect(listed([entry], true)).toContain("24 Nov 2026, 22:30:00 EST");
    expect(listed([entry], false)).not.toContain("<dt>");
  });

  test("has a column of balances where one is known, and makes up none", () => {
    expect(listed([entry])).not.toContain("Balance");
    const markup = listed([
      { ...entry, id: "a", balanceAfterCents: 0 },
      { ...entry, id: "b", balanceAfterCents: null },
    ]);
    expect(markup.split("$0.00")).toHaveLength(2);
    expect(markup).toContain("Balance after");
  });

  test("calls what has no description by its category, and a new category by its own name", () => {
    const source = { category: "teleport_transfer", details: {} };
    expect(listed([{ ...entry, description: "  ", source }])).toContain("<bdi>Teleport transfer</bdi>");
  });
});

test("what a sender wrote stands alone, so that its marks of direction turn no amount around", () => {
  const description = "refund \u202E00.1$";
  for (const markup of [listed([{ ...entry, description }]), waiting({ description })]) {
    expect(markup).toContain(`<bdi>${description}</bdi>`);
    expect(markup.split("\u202E")).toHaveLength(2);
  }
});

describe("a list of what is pending", () => {
  test("says of each what it holds, or that it holds nothing", () => {
    expect(waiting({})).toMatch(/Held <\/span><data value="-12345 USD"/);
    expect(waiting({ amountCents: 500, heldCents: 0 })).toContain("holds nothing");
  });

  test("names a status that is not the usual one", () => {
    expect(waiting({})).not.toContain("Status");
    expect(waiting({ status: "under_review" })).toMatch(/Status<\/dt><dd[^>]*>Under review/);
  });
});
