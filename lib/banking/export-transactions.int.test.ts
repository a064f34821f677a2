import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { disconnect } from "../connections";
import { customerIn, postingsOf, signInAs } from "../testing/bank-data";
import { callsTo, clearFaults, until } from "../testing/connection-acts";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  begin,
  download,
  dueIds,
  idsIn,
  lookAt,
  makeBrowsedAccount,
  readOn,
  transactionsPath,
  type BrowsedAccount,
} from "../testing/transaction-files";

vi.mock("next/headers", () => import("../testing/staff-headers"));

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

describe("a long file", () => {
  let payroll: BrowsedAccount;

  beforeAll(async () => {
    const { groupId, accountIds, browser } = await signInAs(portal, "Brightwater Payroll");
    const accountId = accountIds.find((id) => postingsOf(portal, groupId, id).length === 20_000) ?? "";
    payroll = { portal, groupId, accountId, browser };
  });

  test("of 20,000 rows is read only as fast as it is taken, each page of it once", async () => {
    const before = callsTo(portal, transactionsPath);
    const begun = await begin(await download(payroll));
    let isMore = true;
    while (isMore) {
      const rows = begun.text().split("\n").length;
      // What is read ahead waits in the streams between: some chunks, however long the file is.
      expect(callsTo(portal, transactionsPath) - before).toBeLessThanOrEqual(rows / 100 + 20);
      isMore = await begun.read();
    }
    expect(idsIn(begun.text())).toEqual(dueIds(payroll));
    expect(callsTo(portal, transactionsPath) - before).toBe(200);
  }, 60_000);

  test("ends at Increase too when its reader leaves", async () => {
    const before = callsTo(portal, transactionsPath);
    const { reader } = await begin(await download(payroll));
    await reader.cancel();
    const { requestLog } = portal.simulator.world;
    await until(() =>
      requestLog.list({ path: transactionsPath }).every(({ finished_at: end }) => end !== null),
    );
    expect(callsTo(portal, transactionsPath) - before).toBeLessThan(30);
  });

  test("ends when its reader leaves while nothing fits, so that no row could tell", async () => {
    const before = callsTo(portal, transactionsPath);
    const leaver = new AbortController();
    const answer = await download(payroll, { query: "?q=there+is+no+such+text", signal: leaver.signal });
    const reading = answer.text();
    await until(() => callsTo(portal, transactionsPath) - before >= 3);
    leaver.abort();
    await expect(reading).rejects.toThrow();
    expect(callsTo(portal, transactionsPath) - before).toBeLessThan(100);
  });

  test("fails as a whole where Increase fails in the middle", async () => {
    await portal.control("faults", { path: transactionsPath, after: 20, status: 500 });
    const answer = await download(payroll);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(portal.logLines()).toContain("a download failed in the middle");
  });

  test("fails as a whole where a page is about another account", async () => {
    const answer = { data: [{ ...wireTransaction, account_id: "account_other" }], next_cursor: null };
    await portal.control("faults", { path: transactionsPath, after: 20, answer });
    await expect((await download(payroll)).text()).rejects.toThrow();
  });

  test("fails where the transactionsPath goes around in a circle", async () => {
    const answer = { data: [{ ...wireTransaction, account_id: payroll.accountId }], next_cursor: "again" };
    await portal.control("faults", { path: transactionsPath, answer, times: null });
    await expect((await download(payroll)).text()).rejects.toThrow();
  });

  test("waits where Increase asks it to, and goes on whole", async () => {
    const account = await makeBrowsedAccount(portal, 250);
    await portal.control("faults", { path: transactionsPath, after: 1, status: 429, retry_after: 2 });
    expect(idsIn(await (await download(account)).text())).toEqual(dueIds(account));
  });

  const customerEnds: [string, (account: BrowsedAccount) => Promise<unknown>][] = [
    [
      "their session ends",
      ({ groupId }) => portal.services.db.execute(sql`delete from sessions where user_id = ${groupId}`),
    ],
    [
      "their session runs out",
      ({ groupId }) =>
        portal.services.db.execute(
          sql`update sessions set idle_expires_at = now() - interval '1 second' where user_id = ${groupId}`,
        ),
    ],
    [
      "the connection ends, and only that",
      ({ groupId }) =>
        portal.services.db.execute(
          sql`update connections set state = 'disconnected' where group_id = ${groupId}`,
        ),
    ],
    [
      "they disconnect",
      async ({ groupId, browser }) => {
        const context = portal.createContext(await customerIn(portal, browser));
        await disconnect(context, { groupId });
      },
    ],
  ];

  test.each(customerEnds)("breaks off for a customer when %s", async (_name, end) => {
    const account = await makeBrowsedAccount(portal, 3_000);
    const begun = await begin(await download(account));
    await end(account);
    await expect(readOn(begun)).rejects.toThrow();
    expect(idsIn(begun.text()).length).toBeLessThan(3_000);
  });

  test.each<[string, (account: BrowsedAccount, staffId: string) => Promise<unknown>]>([
    [
      "their session ends",
      (_account, staffId) =>
        portal.services.db.execute(sql`delete from staff_sessions where staff_id = ${staffId}`),
    ],
    [
      "their role is taken away",
      (_account, staffId) =>
        portal.services.db.execute(sql`update staff set role = 'viewer' where id = ${staffId}`),
    ],
    [
      "their look has run out",
      (_account, staffId) =>
        portal.services.db.execute(
          sql`update group_views set expires_at = started_at + interval '1 millisecond' where staff_id = ${staffId}`,
        ),
    ],
    [
      "the customer disconnects",
      async ({ groupId, browser }) => {
        const context = portal.createContext(await customerIn(portal, browser));
        await disconnect(context, { groupId });
      },
    ],
  ])("breaks off for the staff when %s", async (_name, end) => {
    const account = await makeBrowsedAccount(portal, 3_000);
    const staff = await lookAt(account);
    const begun = await begin(await download(staff, { side: "staff" }));
    await end(account, staff.actor.staffId);
    await expect(readOn(begun)).rejects.toThrow();
  });
});

const wireTransaction = {
  id: "transaction_other",
  amount: 1,
  created_at: "2026-11-22T18:00:00Z",
  currency: "USD",
  description: "Somebody else's",
  source: { category: "other" },
};
