import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { beginGroupView } from "../connections";
import { addTransaction, postingsOf, signInAs } from "../testing/bank-data";
import { clearFaults, makeOperator, strangersTo } from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  balancesOf,
  callsDuring,
  customerOf,
  dueBalances,
  makeAccount,
  pagesOf,
  readPage,
  secondsAgo,
  type Account,
} from "../testing/transaction-pages";
import { readAccount } from ".";
import { transactionsPerPage } from "./read-transactions";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

describe("the pages of a list", () => {
  test("are two calls each, of 20,000 transactions the first as the last; and all of it is there", async () => {
    const { groupId, context, accountIds } = await signInAs(portal, "Brightwater Payroll");
    const accountId = accountIds.find((id) => postingsOf(portal, groupId, id).length === 20_000) ?? "";
    const account = { portal, groupId, accountId, context };
    const { requestLog } = portal.simulator.world;
    const due = dueBalances(account);
    const expected = ["/live/transactions", `/live/accounts/${accountId}/balance`].toSorted();
    let [pages, seen] = [0, 0];
    requestLog.clear();
    for await (const page of pagesOf(account)) {
      expect(
        requestLog
          .list()
          .map(({ path }) => path)
          .toSorted(),
      ).toEqual(expected);
      requestLog.clear();
      expect(page.transactions.length).toBeLessThanOrEqual(transactionsPerPage);
      expect(balancesOf(page)).toEqual(due.slice(seen, seen + page.transactions.length));
      seen += page.transactions.length;
      pages += 1;
    }
    expect([pages, seen]).toEqual([400, 20_000]);
  }, 90_000);

  test("don't shift when a transaction arrives in between", async () => {
    const account = await makeAccount(portal, 120);
    const due = dueBalances(account);
    const seen = [];
    for await (const page of pagesOf(account)) {
      seen.push(...balancesOf(page));
      await addTransaction(portal, { ...account, amountCents: 999 });
    }
    expect(seen).toEqual(due);
  });

  test("ask Increase for what it can narrow itself", async () => {
    const account = await makeAccount(portal, 5);
    const filter = {
      category: "inbound_ach_transfer",
      routeId: "account_number_1",
      from: "2026-11-01",
      to: "2026-11-30",
    };
    portal.simulator.world.requestLog.clear();
    await readPage(account, { filter, timeZone: "America/New_York" });
    expect(portal.simulator.world.requestLog.list({ path: "/live/transactions" })[0]?.query).toEqual({
      account_id: account.accountId,
      limit: "50",
      "category.in": "inbound_ach_transfer",
      route_id: "account_number_1",
      "created_at.on_or_after": "2026-11-01T04:00:00.000Z",
      "created_at.on_or_before": "2026-12-01T04:59:59.999Z",
    });
  });
});

describe("a place", () => {
  test("is of its own list alone: in another account, filter or time zone it is lost, and Increase is not asked", async () => {
    const [account, other] = [await makeAccount(portal, 60), await makeAccount(portal, 60)];
    const place = (await readPage(account)).nextPlace ?? "";
    const filtered = { filter: { to: "2026-11-01" } };
    const dated =
      (await readPage(await makeAccount(portal, 120), { filter: { from: "2020-01-01" } })).nextPlace ?? "";
    const tries: [Account, Parameters<typeof readPage>[1]][] = [
      [other, { place }],
      [account, { ...filtered, place }],
      [account, { filter: { text: "a" }, place }],
      [account, { place: `${place}x` }],
      [account, { place: dated, filter: { from: "2020-01-01" }, timeZone: "America/New_York" }],
    ];
    const calls = await callsDuring(portal, async () => {
      for (const [each, asked] of tries) {
        await expect(readPage(each, asked)).rejects.toMatchObject({ code: "invalid_input" });
      }
    });
    expect(calls).toEqual([]);
    expect((await readPage(account, { place })).transactions).toHaveLength(10);
  });

  test("is lost where Increase knows its cursor no more", async () => {
    const account = await makeAccount(portal, 60);
    await portal.setSwitch("cursor_lifetime", "ten_minutes");
    try {
      const place = (await readPage(account)).nextPlace ?? "";
      await portal.advance(601);
      await expect(readPage(account, { place })).rejects.toMatchObject({ code: "invalid_input" });
    } finally {
      await portal.setSwitch("cursor_lifetime", "unlimited");
    }
  });

  test("holds nothing of a token", async () => {
    const account = await makeAccount(portal, 60);
    const { nextPlace } = await readPage(account);
    const tokens = portal.simulator.world.state.tokens.map(({ token }) => token);
    const plain = Buffer.from(nextPlace ?? "", "base64url").toString();
    expect(tokens.filter((token) => `${nextPlace}${plain}`.includes(token))).toEqual([]);
  });
});

describe("a search by direction, amount or text", () => {
  test("looks at five pages of Increase's at the most, says how far it came, and goes on from there to the end", async () => {
    const account = await makeAccount(portal, 1_234);
    const all = postingsOf(portal, account.groupId, account.accountId);
    const filter = { text: "there is no such text" };
    const first = await readPage(account, { filter });
    expect(first).toMatchObject({ transactions: [], searchedBackTo: new Date(all[499]?.at ?? 0) });
    const place = first.nextPlace ?? "";
    expect(await callsDuring(portal, () => readPage(account, { filter, place }))).toHaveLength(5);
    const second = await readPage(account, { filter, place });
    expect(second.searchedBackTo).toEqual(new Date(all[999]?.at ?? 0));
    const last = await readPage(account, { filter, place: second.nextPlace ?? "" });
    expect(last).toMatchObject({ transactions: [], searchedBackTo: null, nextPlace: null });
  });

  test("stops at the end of the page that makes fifty, and leaves none out", async () => {
    const account = await makeAccount(portal, 350);
    const filter = { minCents: 1 };
    const page = await readPage(account, { filter });
    expect(page.transactions).toHaveLength(100);
    expect(await callsDuring(portal, () => readPage(account, { filter }))).toHaveLength(1);
    const found = [];
    for await (const { transactions } of pagesOf(account, { filter })) found.push(...transactions);
    expect(found.map(({ id }) => id)).toEqual(dueBalances(account).map(({ id }) => id));
  });

  test("finds what came in and what went out, each alone, and together all of it", async () => {
    const account = await makeAccount(portal, 150);
    const all = postingsOf(portal, account.groupId, account.accountId);
    for (const [direction, sign] of [
      ["in", 1],
      ["out", -1],
    ] as const) {
      const found = [];
      for await (const page of pagesOf(account, { filter: { direction } })) found.push(...page.transactions);
      const due = all.filter(({ amount }) => Math.sign(amount) === sign);
      expect(due).not.toEqual([]);
      expect(found.map(({ id }) => id)).toEqual(due.map(({ id }) => id));
    }
  });

  test("finds amounts without their sign, and texts in whatever Increase says of a transaction", async () => {
    const account = await makeAccount(portal, 150);
    const source = { category: "quantum_transfer", quantum_transfer: { memo: ["Ångström & Söhne"] } };
    const { id } = await addTransaction(portal, {
      ...account,
      amountCents: -4_321_099,
      createdAt: secondsAgo(portal, 300 * 86_400),
      source,
    });
    const filters = [
      { minCents: 4_321_099, maxCents: 4_321_099 },
      { text: "ångström" },
      { text: "quantum transfer" },
      { text: id },
    ];
    for (const filter of filters) {
      const { transactions, nextPlace } = await readPage(account, { filter });
      expect([transactions.map((each) => each.id), nextPlace]).toEqual([[id], null]);
    }
  });
});

describe("who may read them", () => {
  test("the group's customer, and staff who have said why; nobody else, and Increase is not asked", async () => {
    const account = await makeAccount(portal, 3);
    const refused = strangersTo(account.groupId).filter(([who]) => who !== "the group's own customer");
    const calls = await callsDuring(portal, async () => {
      for (const [who, actor, code] of refused) {
        const reading = readPage({ ...account, context: portal.createContext(actor) });
        await expect(reading, who).rejects.toMatchObject({ code });
      }
      for (const role of ["viewer", "operator"] as const) {
        const reading = readPage({ ...account, context: portal.createContext(staffActor(role)) });
        await expect(reading).rejects.toMatchObject({ code: "not_allowed" });
      }
    });
    expect(calls).toEqual([]);
    const { actor } = await makeOperator(portal);
    const look = { id: uuidv4(), groupId: account.groupId, reason: "The customer asked on the phone." };
    await beginGroupView(portal.createContext(actor), look);
    expect((await readPage({ ...account, context: portal.createContext(actor) })).transactions).toHaveLength(
      3,
    );
  });

  test("another group's account, once it is known here, and an id that is a path, are not asked for", async () => {
    const [mine, other] = [await makeAccount(portal, 3), await makeAccount(portal, 3)];
    await readAccount(other.context, { ...other, environment: "live" });
    const calls = await callsDuring(portal, async () => {
      for (const accountId of [other.accountId, "../groups/current", "", "a".repeat(201), "a\u0000"]) {
        await expect(readPage({ ...mine, accountId })).rejects.toMatchObject({ code: "not_found" });
      }
    });
    expect(calls).toEqual([]);
  });

  test("an answer about another account is not shown", async () => {
    const [mine, other] = [await makeAccount(portal, 3), await makeAccount(portal, 3)];
    const [foreign] = (await readPage(other)).transactions;
    const data = [
      {
        id: foreign?.id,
        account_id: other.accountId,
        amount: 1,
        created_at: "2026-11-22T18:00:00Z",
        currency: "USD",
        description: "Somebody else's",
        source: { category: "other" },
      },
    ];
    await portal.control("faults", { path: "/live/transactions", answer: { data, next_cursor: null } });
    await expect(readPage(mine)).rejects.toMatchObject({ code: "increase_unavailable" });
  });
});

describe("where Increase fails", () => {
  test.each([
    ["429", { status: 429, retry_after: 30 }, "increase_unavailable"],
    ["500", { status: 500 }, "increase_unavailable"],
    ["half a body", { malformed: true }, "increase_unavailable"],
    ["a dropped connection", { drop: true }, "increase_unavailable"],
    ["an HTML page", { html: true }, "increase_unavailable"],
    ["400", { status: 400 }, "increase_refused"],
  ])("with %s, the list says so, and is never empty instead", async (_name, fault, code) => {
    const account = await makeAccount(portal, 3);
    await portal.control("faults", { path: "/live/transactions", times: null, ...fault });
    await expect(readPage(account)).rejects.toMatchObject({ code });
    await expect(readPage(account, { filter: { text: "a" } })).rejects.toMatchObject({ code });
  });

  test("by refusing a category, the filter is named as the cause", async () => {
    const account = await makeAccount(portal, 3);
    const reading = readPage(account, { filter: { category: "never_heard_of" } });
    await expect(reading).rejects.toMatchObject({
      code: "increase_refused",
      safeMessage: expect.stringContaining("category"),
    });
  });

  test("by refusing the token, the group is told to reconnect", async () => {
    const { groupId, accountIds, oauthConnectionId } = await connectGroup(portal);
    await portal.control(`connections/${oauthConnectionId}/deactivate`);
    const account = { portal, groupId, accountId: accountIds[0] ?? "", context: customerOf(portal, groupId) };
    await expect(readPage(account)).rejects.toMatchObject({ code: "needs_reconnect" });
  });
});
