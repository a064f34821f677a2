import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { beginGroupView } from "../connections";
import type { Context } from "../context";
import { addTransaction, ledgerIn } from "../testing/bank-data";
import { auditRows, callsTo, clearFaults, makeOperator, strangersTo } from "../testing/connection-acts";
import { connectGroup, makeGroup, signIn } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  readAccount,
  readAccountNumbers,
  readCards,
  readPendingTransactions,
  readRecentTransactions,
  revealAccountNumber,
} from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

const customer = (groupId: string) =>
  portal.createContext({ kind: "customer", groupId, sessionId: uuidv4() });

type Place = { groupId: string; environment: "live"; accountId: string };

/** A connected group's first account: the one with a card. */
async function makePlace(): Promise<Place> {
  const { groupId } = await makeGroup(portal, { accounts: 2, transactions_per_account: 8 });
  await signIn(portal, groupId);
  const { cards } = ledgerIn(portal, groupId);
  return { groupId, environment: "live", accountId: cards[0]?.value.account_id ?? "" };
}

async function lookAt(groupId: string): Promise<Context> {
  const { actor } = await makeOperator(portal);
  const look = { id: uuidv4(), groupId, reason: "The customer asked on the phone." };
  await beginGroupView(portal.createContext(actor), look);
  return portal.createContext(actor);
}

const numbersOf = ({ groupId, accountId }: Place) =>
  ledgerIn(portal, groupId).accountNumbers.flatMap(({ value }) =>
    value.account_id === accountId ? [value] : [],
  );

const parts: [string, string, (context: Context, place: Place) => Promise<unknown>][] = [
  ["readPendingTransactions", "/live/pending_transactions", readPendingTransactions],
  ["readAccountNumbers", "/live/account_numbers", readAccountNumbers],
  ["readCards", "/live/cards", readCards],
  ["readRecentTransactions", "/live/transactions", readRecentTransactions],
];

describe.each(parts)("%s", (name, path, read) => {
  test("is one call, for the group's customer and for staff who have said why", async () => {
    const place = await makePlace();
    const staff = await lookAt(place.groupId);
    const calls = callsTo(portal, "/live/**");
    const mine = await read(customer(place.groupId), place);
    expect([callsTo(portal, path) > 0, callsTo(portal, "/live/**") - calls]).toEqual([true, 1]);
    expect(JSON.stringify(mine)).toContain("_");
    const theirs = await read(staff, place);
    // When it was read is another.
    expect({ ...Object(theirs), readAt: null }).toEqual({ ...Object(mine), readAt: null });
  });

  test("is refused to everybody else, and Increase is not asked", async () => {
    const place = await makePlace();
    const calls = callsTo(portal, "/live/**");
    const refused = strangersTo(place.groupId).filter(([who]) => who !== "the group's own customer");
    for (const [who, actor, code] of refused) {
      await expect(read(portal.createContext(actor), place), who).rejects.toMatchObject({ code });
    }
    for (const role of ["viewer", "operator"] as const) {
      const reading = read(portal.createContext(staffActor(role)), place);
      await expect(reading).rejects.toMatchObject({ code: "not_allowed" });
    }
    expect(callsTo(portal, "/live/**")).toBe(calls);
  });

  test.each([{ status: 500 }, { status: 429, retry_after: 30 }, { drop: true }, { html: true, status: 200 }])(
    "is unavailable where Increase fails (%o), and never empty instead",
    async (fault) => {
      const place = await makePlace();
      await portal.control("faults", { path, times: null, ...fault });
      const reading = read(customer(place.groupId), place);
      await expect(reading).rejects.toMatchObject({ code: "increase_unavailable" });
    },
  );

  test("shows nothing of another group's account", async () => {
    const [mine, other] = [await makePlace(), await makePlace()];
    await readAccount(customer(other.groupId), other);
    if (name === "readRecentTransactions") {
      const data = [
        {
          id: "transaction_1",
          account_id: other.accountId,
          amount: 1,
          created_at: "2026-11-22T18:00:00Z",
          currency: "USD",
          description: "Somebody else's",
          source: { category: "other" },
        },
      ];
      await portal.control("faults", { path, answer: { data, next_cursor: null } });
      const reading = read(customer(mine.groupId), mine);
      await expect(reading).rejects.toMatchObject({ code: "increase_unavailable" });
      return;
    }
    const calls = callsTo(portal, "/live/**");
    for (const accountId of [other.accountId, "../groups/current", "a\u0000"]) {
      const reading = read(customer(mine.groupId), { ...mine, accountId });
      await expect(reading).rejects.toMatchObject({ code: "not_found" });
    }
    expect(callsTo(portal, "/live/**")).toBe(calls);
    const swapped = await readThrough(path, other);
    await portal.control("faults", { path, answer: swapped });
    const reading = read(customer(mine.groupId), mine);
    await expect(reading).rejects.toMatchObject({ code: "increase_unavailable" });
  });
});

/** What Increase answers about another's account. */
async function readThrough(path: string, { groupId, accountId }: Place): Promise<unknown> {
  const { token } = portal.simulator.world.state.tokens.findLast((each) => each.groupId === groupId) ?? {};
  const answer = await fetch(`${portal.simulator.url}${path}?account_id=${accountId}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const body = await answer.text();
  expect(body).toContain(accountId);
  return JSON.parse(body);
}

test("what is pending is shown as Increase has it, held amounts with it, and says where there is more", async () => {
  const place = await makePlace();
  for (let index = 0; index < 101; index += 1) {
    await portal.control("pending_transactions", {
      group_id: place.groupId,
      account_id: place.accountId,
      amount: -100 - index,
      held_amount: -100,
    });
  }
  const { items, hasMore } = await readPendingTransactions(customer(place.groupId), place);
  expect([items.length, hasMore]).toEqual([100, true]);
  expect(items[0]).toMatchObject({
    amountCents: -200,
    heldCents: -100,
    status: "pending",
    accountId: place.accountId,
  });
});

test("an account number is listed by its last four digits, and in no other way", async () => {
  const place = await makePlace();
  const { items, hasMore } = await readAccountNumbers(customer(place.groupId), place);
  const due = numbersOf(place);
  expect(due.length).toBeGreaterThan(0);
  expect(hasMore).toBe(false);
  expect(items.map(({ lastFour }) => lastFour).toSorted()).toEqual(
    due.map(({ account_number: number }) => number.slice(-4)).toSorted(),
  );
  const text = JSON.stringify(items);
  expect(due.filter(({ account_number: number }) => text.includes(number))).toEqual([]);
});

test("cards come with their last four digits and their status, of this account alone", async () => {
  const place = await makePlace();
  const { items } = await readCards(customer(place.groupId), place);
  const due = ledgerIn(portal, place.groupId).cards.map(({ value: { id, last4, status } }) => ({
    id,
    last4,
    status,
  }));
  expect(items.map(({ id, last4, status }) => ({ id, last4, status }))).toEqual(due);
});

test("the last ten transactions are the newest of all of the group's accounts", async () => {
  const { groupId } = await makePlace();
  const newest = await addTransaction(portal, { groupId, amountCents: 5 });
  const { transactions } = await readRecentTransactions(customer(groupId), { groupId, environment: "live" });
  const due = ledgerIn(portal, groupId).postings.toReversed().slice(0, 10);
  expect(transactions.map(({ id }) => id)).toEqual(due.map(({ id }) => id));
  expect(transactions[0]?.id).toBe(newest.id);
  expect(new Set(transactions.map(({ accountId }) => accountId)).size).toBe(2);
});

describe("revealing an account number", () => {
  const reveal = (context: Context, groupId: string, accountNumberId: string) =>
    revealAccountNumber(context, { groupId, environment: "live", accountNumberId });

  async function makeNumber() {
    const place = await makePlace();
    const [number] = numbersOf(place);
    if (number === undefined) throw new Error("The account has no number");
    return { ...place, number };
  }

  test("gives it in full by one call, and the log tells of it without a digit of it", async () => {
    const { groupId, accountId, number } = await makeNumber();
    const calls = callsTo(portal, "/live/**");
    expect(await reveal(customer(groupId), groupId, number.id)).toEqual({
      accountNumber: number.account_number,
      routingNumber: number.routing_number,
    });
    expect(callsTo(portal, "/live/**") - calls).toBe(1);
    const [entry] = await auditRows(portal, { targetId: number.id });
    expect(entry).toMatchObject({
      action: "account_number.revealed",
      actor_kind: "customer",
      actor_id: groupId,
      after: { environment: "live", accountId },
    });
    expect(JSON.stringify(entry)).not.toContain(number.account_number.slice(-4));
    expect(portal.logLines()).not.toContain(number.account_number);
  });

  test("each time anew stands in the log", async () => {
    const { groupId, number } = await makeNumber();
    for (let time = 0; time < 2; time += 1) await reveal(customer(groupId), groupId, number.id);
    expect(await auditRows(portal, { targetId: number.id })).toHaveLength(2);
  });

  test("gives nothing where the log can't be written", async () => {
    const { groupId, number } = await makeNumber();
    const context = { ...customer(groupId), source: { ipAddress: "not an address", userAgent: null } };
    const revealing = reveal(context, groupId, number.id);
    await expect(revealing).rejects.toThrow();
    const error: unknown = await revealing.catch((reason: unknown) => reason);
    expect(String(error)).not.toContain(number.account_number);
    expect(await auditRows(portal, { targetId: number.id })).toEqual([]);
  });

  test("is for the customer alone: staff of any role, with a look open too, find nothing", async () => {
    const { groupId, number } = await makeNumber();
    const calls = callsTo(portal, "/live/**");
    const contexts: [Context, string][] = [
      [await lookAt(groupId), "not_found"],
      [portal.createContext(staffActor("owner")), "not_found"],
      [portal.createContext(null), "not_signed_in"],
      [portal.createContext({ kind: "system" }), "not_found"],
      [customer("group_other"), "not_found"],
    ];
    for (const [context, code] of contexts) {
      await expect(reveal(context, groupId, number.id)).rejects.toMatchObject({ code });
    }
    expect(callsTo(portal, "/live/**")).toBe(calls);
    expect(await auditRows(portal, { targetId: number.id })).toEqual([]);
  });

  test("of another group, or of nobody, finds nothing; an id that is a path is not even asked for", async () => {
    const [mine, other] = [await makeNumber(), await makeNumber()];
    for (const id of [other.number.id, "account_number_unknown"]) {
      await expect(reveal(customer(mine.groupId), mine.groupId, id)).rejects.toMatchObject({
        code: "not_found",
        safeMessage: "Increase no longer has this account number. Nothing was changed; load the page again.",
      });
    }
    const calls = callsTo(portal, "/live/**");
    for (const id of ["../cards", "..", "", "a?b", "x".repeat(201), "a\u0000"]) {
      await expect(reveal(customer(mine.groupId), mine.groupId, id)).rejects.toMatchObject({
        code: "not_found",
      });
    }
    expect(callsTo(portal, "/live/**")).toBe(calls);
  });

  test("shows nothing of an answer about another number, or about another group's account", async () => {
    const [mine, other] = [await makeNumber(), await makeNumber()];
    await readAccount(customer(other.groupId), other);
    const path = "/live/account_numbers/*";
    await portal.control("faults", { path, answer: other.number });
    const first = reveal(customer(mine.groupId), mine.groupId, mine.number.id);
    await expect(first).rejects.toMatchObject({ code: "increase_unavailable" });
    await portal.control("faults", { path, answer: { ...other.number, id: mine.number.id } });
    const second = reveal(customer(mine.groupId), mine.groupId, mine.number.id);
    await expect(second).rejects.toMatchObject({ code: "not_found" });
    expect(await auditRows(portal, { targetId: mine.number.id })).toEqual([]);
  });

  test("fails with Increase, and nothing is noted", async () => {
    const { groupId, number } = await makeNumber();
    await portal.control("faults", { path: "/live/account_numbers/*", status: 503 });
    const revealing = reveal(customer(groupId), groupId, number.id);
    await expect(revealing).rejects.toMatchObject({ code: "increase_unavailable" });
    expect(await auditRows(portal, { targetId: number.id })).toEqual([]);
  });
});

test("a group that is connected no more shows none of its parts", async () => {
  const { groupId, accountIds, oauthConnectionId } = await connectGroup(portal);
  await portal.control(`connections/${oauthConnectionId}/deactivate`);
  const place = { groupId, environment: "live", accountId: accountIds[0] ?? "" } as const;
  for (const [, , read] of parts) {
    await expect(read(customer(groupId), place)).rejects.toMatchObject({ code: "needs_reconnect" });
  }
});
