import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ledgerOf } from "@/simulator/state/ledgers";
import { beginGroupView, disconnect } from "../connections";
import { dayMs, hourMs } from "../durations";
import { clearFaults, strangersTo, upstreamFailures } from "../testing/connection-acts";
import { makeGroup, signIn } from "../testing/sign-in";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { addDays, dayOf, startOfDay, type ChartDays } from "../time-zone";
import { readAccount, readBalanceHistory } from ".";

const newYork = "America/New_York";
const longAgo = new Date("2020-01-01");
let portal: TestPortal;

const lengthOf = (day: string) =>
  startOfDay(addDays(day, 1), newYork).getTime() - startOfDay(day, newYork).getTime();

/** The next day on which New York's clocks are changed. */
function dayOfClockChange(): string {
  let day = dayOf(new Date(), newYork);
  while (lengthOf(day) === dayMs) day = addDays(day, 1);
  return day;
}

beforeAll(async () => {
  portal = await startTestPortal();
  // Three days after the change, at a time when no zone below is near its midnight.
  const nowMs = startOfDay(addDays(dayOfClockChange(), 3), newYork).getTime() + 12 * hourMs;
  await portal.advance(Math.ceil((nowMs - Date.now()) / 1000));
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

const customerOf = (groupId: string) =>
  portal.createContext({ kind: "customer", groupId, sessionId: uuidv4() });

/** A connected group whose first account is older than any chart; the log of requests begins now. */
async function connected() {
  const { groupId, accountIds } = await makeGroup(portal, { accounts: 2, transactions_per_account: 60 });
  await signIn(portal, groupId);
  const [accountId = "", otherId = ""] = accountIds;
  const asked = { groupId, environment: "live", accountId, createdAt: longAgo, timeZone: newYork } as const;
  portal.simulator.world.requestLog.clear();
  return {
    ...asked,
    otherId,
    read: (days: ChartDays = 7, other: { createdAt?: Date; timeZone?: string; accountId?: string } = {}) =>
      readBalanceHistory(customerOf(groupId), { ...asked, days, ...other }).then(({ points }) => points),
    requests: () => portal.simulator.world.requestLog.list({ group_id: groupId, path: "/live/**/balance" }),
    fault: (fields: Record<string, unknown>) =>
      portal.control("faults", { path: "/live/**/balance", group_id: groupId, times: null, ...fields }),
  };
}

/** The sum of the account's transactions up to and with a moment, by the simulator's ledger. */
function sumAt(groupId: string, accountId: string, at: Date): number {
  const { world } = portal.simulator;
  const group = world.groups.get(groupId);
  if (group === undefined) throw new Error("the simulator has no such group");
  const postings = ledgerOf(world, "live", group).postingsByAccount.get(accountId) ?? [];
  return postings
    .filter((posting) => posting.at <= at.getTime())
    .reduce((sum, { amount }) => sum + amount, 0);
}

describe("the points", () => {
  test.each([newYork, "UTC", "Asia/Kathmandu", "Australia/Lord_Howe"])(
    "are the ledger's sums at the ends of the days in %s, in a week with a change of New York's clocks",
    async (timeZone) => {
      const { groupId, accountId, read } = await connected();
      const before = await read(7, { timeZone });
      // The last second of each day, and the first of the next: an hour's error would be seen in the sums.
      for (const { at } of before.slice(0, -1)) {
        for (const ms of [at.getTime() - 999, at.getTime() + 1]) {
          const created_at = new Date(ms).toISOString();
          await portal.control("transactions", {
            group_id: groupId,
            account_id: accountId,
            amount: 101,
            created_at,
          });
        }
      }
      // With another token nothing is remembered.
      await signIn(portal, groupId);
      const points = await read(7, { timeZone });
      expect(points).toHaveLength(8);
      for (const { day, at, cents } of points) {
        expect(cents).toBe(sumAt(groupId, accountId, at));
        expect(dayOf(at, timeZone)).toBe(day);
      }
      for (const { day, at } of points.slice(0, -1)) {
        expect(dayOf(new Date(at.getTime() + 1), timeZone)).toBe(addDays(day, 1));
      }
      const gains = points.slice(1, -1).map(({ cents }, index) => (cents ?? 0) - (points[index]?.cents ?? 0));
      expect(gains.every((gain) => gain !== 0)).toBe(true);
      const lengths = points
        .slice(1, -1)
        .map(({ at }, index) => at.getTime() - (points[index]?.at.getTime() ?? 0));
      if (timeZone === newYork) expect(lengths.filter((ms) => ms !== dayMs)).toHaveLength(1);
    },
  );

  test.each([
    [7, 8],
    [30, 31],
    [90, 31],
  ] as const)("over %d days are %d, each asked for once, four at a time", async (days, count) => {
    const { groupId, accountId, read, requests, fault } = await connected();
    await fault({ latency_ms: 20 });
    const points = await read(days);
    expect(points).toHaveLength(count);
    for (const { at, cents } of points) expect(cents).toBe(sumAt(groupId, accountId, at));
    expect(requests()).toHaveLength(count);
    expect(new Set(requests().map(({ query }) => query["at_time"])).size).toBe(count);
    expect(Math.max(...requests().map(({ concurrency }) => concurrency))).toBe(4);
  });

  test("before the account was created are not asked for and not there", async () => {
    const { read, requests } = await connected();
    const createdAt = new Date(portal.services.now().getTime() - 3 * dayMs);
    expect(await read(7, { createdAt })).toHaveLength(4);
    expect(requests()).toHaveLength(4);
    const [only, ...others] = await read(90, { createdAt: portal.services.now() });
    expect(only?.cents).not.toBeNull();
    expect(others).toEqual([]);
  });
});

describe("a second read", () => {
  test("asks for now's alone, whatever the range, and sees what has changed since", async () => {
    const { groupId, accountId, read, requests } = await connected();
    const first = await read(30);
    await portal.control("inbound_ach_transfers", { group_id: groupId, account_id: accountId, amount: 777 });
    const second = await read(30);
    expect(requests()).toHaveLength(31 + 1);
    expect(second.slice(0, -1)).toEqual(first.slice(0, -1));
    expect(second.at(-1)?.cents).toBe((first.at(-1)?.cents ?? 0) + 777);
    await read(7);
    expect(requests()).toHaveLength(31 + 2);
  });

  test("asks for all again once ten minutes have passed", async () => {
    const { read, requests } = await connected();
    await read();
    await portal.advance(10 * 60 - 5);
    await read();
    expect(requests()).toHaveLength(8 + 1);
    await portal.advance(10);
    await read();
    expect(requests()).toHaveLength(8 + 1 + 8);
  });

  test("finds nothing that was read with an earlier token, or of another account", async () => {
    const { groupId, otherId, read, requests } = await connected();
    await read();
    await signIn(portal, groupId);
    await read();
    expect(requests()).toHaveLength(16);
    await read(7, { accountId: otherId });
    expect(requests()).toHaveLength(24);
    expect(await disconnect(customerOf(groupId), { groupId })).toBe(true);
    await expect(read()).rejects.toMatchObject({ code: "not_connected" });
  });

  test("asks again for the end of a day that has only just passed", async () => {
    const { read, requests } = await connected();
    const nowMs = portal.services.now().getTime();
    const midnightMs = startOfDay(addDays(dayOf(new Date(nowMs), newYork), 1), newYork).getTime();
    await portal.advance(Math.ceil((midnightMs - nowMs) / 1000) + 60);
    await read();
    await read();
    expect(requests()).toHaveLength(8 + 2);
    await portal.advance(12 * 3600);
  });
});

/** A 429 alone shuts the group's gate for a while: of that below. */
const failures = upstreamFailures.filter(([name]) => name !== "429");

describe("a point that can't be read", () => {
  test.each(failures)("is null after %s, and asked for again by the next read", async (_name, fault) => {
    const { groupId, accountId, read, requests, fault: add } = await connected();
    await add({ ...fault, times: 1, after: 3 });
    const points = await read();
    expect(points.filter(({ cents }) => cents === null)).toHaveLength(1);
    for (const { at, cents } of points) if (cents !== null) expect(cents).toBe(sumAt(groupId, accountId, at));
    const wasNow = points.at(-1)?.cents === null;
    expect((await read()).every(({ cents }) => cents !== null)).toBe(true);
    expect(requests()).toHaveLength(8 + (wasNow ? 1 : 2));
  });

  test("is null where the answer is about another account", async () => {
    const { otherId, read, fault } = await connected();
    const answer = { account_id: otherId, available_balance: 1, current_balance: 1, type: "balance_lookup" };
    await fault({ status: 200, answer, times: 1 });
    const points = await read();
    expect(points.at(-1)?.cents).toBeNull();
    expect(points.slice(0, -1).every(({ cents }) => cents !== null)).toBe(true);
    expect(portal.logLines()).toContain("Increase answered for another account");
  });

  test("leaves those that are remembered", async () => {
    const { read, fault } = await connected();
    const first = await read();
    await fault({ status: 503 });
    expect(await read()).toMatchObject([...first.slice(0, -1), { cents: null }]);
  });
});

describe("when no point can be read", () => {
  test.each(failures)(
    "the first failure is thrown after %s, without asking for all",
    async (_name, fault) => {
      const { read, requests, fault: add } = await connected();
      await add(fault);
      await expect(read(30)).rejects.toMatchObject({ name: "UpstreamError" });
      expect(requests().length).toBeLessThanOrEqual(9);
    },
  );

  test("and Increase asks to slow down, it is asked no more than five times", async () => {
    const { read, requests, fault } = await connected();
    await fault({ status: 429, retry_after: 60 });
    await expect(read(30)).rejects.toMatchObject({ code: "increase_unavailable" });
    expect(requests().length).toBeLessThanOrEqual(5);
  });

  test("because the token is refused, the connection needs to be made again, and nothing more is asked", async () => {
    const { read, requests, fault } = await connected();
    await fault({ path: "/live/**", status: 401, reason: "deleted_credential" });
    await expect(read(30)).rejects.toMatchObject({ code: "needs_reconnect" });
    expect(requests().length).toBeLessThanOrEqual(10);
  });
});

describe("nobody else's balance is read", () => {
  test("an account of another group is not found, and not asked for once it is known as theirs", async () => {
    const [mine, other] = [await connected(), await connected()];
    await other.read();
    await expect(mine.read(7, { accountId: other.accountId })).rejects.toMatchObject({ code: "not_found" });
    await readAccount(customerOf(other.groupId), other);
    portal.simulator.world.requestLog.clear();
    await expect(mine.read(7, { accountId: other.accountId })).rejects.toMatchObject({ code: "not_found" });
    await expect(mine.read(7, { accountId: "../groups/current" })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(portal.simulator.world.requestLog.list({ path: "/live/**" })).toEqual([]);
  });

  test("by nobody but the group's customer, and staff who have said why they look", async () => {
    const { groupId, environment, accountId, createdAt, timeZone, read, requests } = await connected();
    await read();
    portal.simulator.world.requestLog.clear();
    const asked = { groupId, environment, accountId, createdAt, timeZone, days: 7 } as const;
    const refused = strangersTo(groupId).filter(([who]) => who !== "the group's own customer");
    for (const [who, actor, code] of refused) {
      await expect(readBalanceHistory(portal.createContext(actor), asked), who).rejects.toMatchObject({
        code,
      });
    }
    const { actor } = await makeStaff(portal, "operator");
    for (const staff of [actor, staffActor("viewer")]) {
      await expect(readBalanceHistory(portal.createContext(staff), asked)).rejects.toMatchObject({
        code: "not_allowed",
      });
    }
    expect(requests()).toEqual([]);
    const look = { id: uuidv4(), groupId, reason: "The customer asked on the phone." };
    await beginGroupView(portal.createContext(actor), look);
    const { points } = await readBalanceHistory(portal.createContext(actor), asked);
    expect(points).toHaveLength(8);
  });

  test("from the sandbox with the live token's memory, or the other way around", async () => {
    const { groupId, accountId, createdAt, timeZone, read } = await connected();
    await read();
    const asked = { groupId, environment: "sandbox", accountId, createdAt, timeZone, days: 7 } as const;
    await expect(readBalanceHistory(customerOf(groupId), asked)).rejects.toMatchObject({
      code: "no_sandbox_token",
    });
  });
});
