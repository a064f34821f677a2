import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addTransaction, postingsOf, signInAs } from "../testing/bank-data";
import { clearFaults, until } from "../testing/connection-acts";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  allBalances,
  balancesOf,
  callsDuring,
  customerOf,
  dueBalances,
  makeAccount,
  readPage,
  secondsAgo,
} from "../testing/transaction-pages";
import type { TransactionFilter } from ".";
import { transactionsPerPage } from "./read-transactions";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

describe("the running balance", () => {
  test.each(["Juniper & Rye Bakery", "Cobalt Freight Cooperative"])(
    "is that of the books after each transaction, on all pages of every account of %s",
    async (name) => {
      const { groupId, context, accountIds } = await signInAs(portal, name);
      for (const accountId of accountIds) {
        const account = { portal, groupId, accountId, context };
        expect(await allBalances(account)).toEqual(dueBalances(account));
      }
    },
  );

  test("is exact where a page ends among transactions of one second", async () => {
    const account = await makeAccount(portal);
    for (const seconds of [40, 30, 20]) {
      for (let index = 0; index < 34; index += 1) {
        const createdAt = secondsAgo(portal, 3_600 + seconds);
        await addTransaction(portal, { ...account, amountCents: 101 * index - 1_500, createdAt });
      }
    }
    expect(await allBalances(account)).toEqual(dueBalances(account));
  });

  test("is not told on a page that lies within one second, and is told again on the next", async () => {
    const account = await makeAccount(portal);
    const createdAt = secondsAgo(portal, 3_600);
    for (let index = 0; index < 2 * transactionsPerPage + 3; index += 1) {
      await addTransaction(portal, { ...account, amountCents: index + 1, createdAt });
    }
    await addTransaction(portal, { ...account, amountCents: 7, createdAt: secondsAgo(portal, 7_200) });
    const due = dueBalances(account);
    const all = await allBalances(account);
    const unknown = all.slice(transactionsPerPage, 2 * transactionsPerPage);
    expect(unknown.map(({ balanceAfterCents }) => balanceAfterCents)).toEqual(unknown.map(() => null));
    expect([...all.slice(0, 50), ...all.slice(100)]).toEqual([...due.slice(0, 50), ...due.slice(100)]);
  });

  test("is exact for what was posted a moment ago, and where that is all there is", async () => {
    const account = await makeAccount(portal);
    for (const amountCents of [500, -200, 3]) await addTransaction(portal, { ...account, amountCents });
    const { transactions } = await readPage(account);
    expect(transactions.map(({ balanceAfterCents }) => balanceAfterCents)).toEqual([303, 300, 500]);
  });

  test.each([
    ["the list", "/live/transactions"],
    ["the balance", "/live/accounts/*/balance"],
  ])("is exact where a transaction arrives while %s is on its way", async (_name, path) => {
    const account = await makeAccount(portal, 60);
    await portal.control("faults", { path, latency_ms: 400 });
    const { requestLog } = portal.simulator.world;
    requestLog.clear();
    const reading = readPage(account);
    const other = path === "/live/transactions" ? "/live/accounts/*/balance" : "/live/transactions";
    await until(() => requestLog.list({ path: other }).some(({ status }) => status === 200));
    const { id } = await addTransaction(portal, { ...account, amountCents: 12_345 });
    const page = await reading;
    expect(page.transactions.some((each) => each.id === id)).toBe(path === "/live/transactions");
    const due = new Map(dueBalances(account).map((row) => [row.id, row]));
    expect(balancesOf(page)).toEqual(page.transactions.map((each) => due.get(each.id)));
  });

  test("is exact between two days, counted in the page's time zone", async () => {
    const account = await makeAccount(portal);
    // 23:30 of the 9th, 00:30 and 23:30 of the 10th, 00:30 of the 11th, all in New York.
    const times = [
      "2026-11-10T04:30:00Z",
      "2026-11-10T05:30:00Z",
      "2026-11-11T04:30:00Z",
      "2026-11-11T05:30:00Z",
    ];
    const made = [];
    for (const [index, at] of times.entries()) {
      made.push(
        await addTransaction(portal, { ...account, amountCents: 10 ** index, createdAt: new Date(at) }),
      );
    }
    const asked = { filter: { from: "2026-11-10", to: "2026-11-10" }, timeZone: "America/New_York" };
    const { transactions } = await readPage(account, asked);
    expect(transactions.map(({ id }) => id)).toEqual([made[2]?.id, made[1]?.id]);
    expect(transactions.map(({ balanceAfterCents }) => balanceAfterCents)).toEqual([111, 11]);
  });

  test("is exact on all pages of a list that ends, or begins, on a day of the past", async () => {
    const account = await makeAccount(portal, 260);
    const all = postingsOf(portal, account.groupId, account.accountId);
    const dayAt = (index: number) => new Date(all[index]?.at ?? 0).toISOString().slice(0, 10);
    const [from, to] = [dayAt(200), dayAt(30)];
    const filters = [{ to }, { from }, { from, to }];
    const due = dueBalances(account);
    for (const filter of filters) {
      const isIn = (_row: unknown, index: number) =>
        (filter.to === undefined || dayAt(index) <= filter.to) &&
        (filter.from === undefined || dayAt(index) >= filter.from);
      expect(await allBalances(account, { filter })).toEqual(due.filter(isIn));
    }
  });

  test("is not told where the list leaves transactions out", async () => {
    const account = await makeAccount(portal, 20);
    const [first] = (await readPage(account)).transactions;
    const filters: TransactionFilter[] = [
      { category: first?.source.category },
      { routeId: "account_number_1" },
      { minCents: 1 },
      { maxCents: 1_000_000_000 },
      { text: "a" },
    ];
    for (const filter of filters) {
      const page = await readPage(account, { filter });
      expect(page.transactions.every(({ balanceAfterCents }) => balanceAfterCents === null)).toBe(true);
      const calls = await callsDuring(portal, () => readPage(account, { filter }));
      expect(calls).toEqual(["/live/transactions"]);
    }
  });

  test.each([
    ["fails", { status: 503 }],
    [
      "is of another account",
      { answer: { account_id: "account_other", available_balance: 1, current_balance: 1 } },
    ],
  ])("is missing where the balance %s, and the list is there", async (_name, fault) => {
    const account = await makeAccount(portal, 3);
    const usual = await readPage(account);
    await portal.control("faults", { path: "/live/accounts/*/balance", ...fault });
    const { transactions } = await readPage({ ...account, context: customerOf(portal, account.groupId) });
    expect(transactions).toEqual(
      usual.transactions.map((each) => Object.assign(each, { balanceAfterCents: null })),
    );
  });
});
