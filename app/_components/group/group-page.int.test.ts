import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { clearFaults } from "@/lib/testing/connection-acts";
import { makeGroup, signIn } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { readListSearch } from "./list-place";
import { readGroupPage } from "./read-group-page";

/** Increase's answers come in a few milliseconds; what takes longer than this never comes. */
const increaseTimeoutMs = 400;

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ increaseTimeoutMs });
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

async function connected(): Promise<string> {
  const { groupId } = await makeGroup(portal, { accounts: 3 });
  await signIn(portal, groupId);
  return groupId;
}

/** What came of each part: `ok`, `kept`, or the code of its failure. */
async function openPage(groupId: string): Promise<Record<string, unknown>> {
  const context = portal.createContext({ kind: "customer", groupId, sessionId: uuidv4() });
  const asked = {
    groupId,
    home: `/groups/${groupId}`,
    ...readListSearch({ complete: "1" }),
    timeZone: "UTC",
  };
  const page = await readGroupPage(context, asked);
  const [accounts, recent] = [await page.outcome, await page.recent];
  await page.kept;
  const balances = accounts.ok ? await accounts.value.balances : [];
  return {
    state: page.connection.state,
    accounts: accounts.ok ? (accounts.value.isKept ? "kept" : "ok") : accounts.failure.code,
    balances: balances.map((result) => (result.ok ? (result.keptAt === null ? "ok" : "kept") : "missing")),
    recent: recent.ok ? "ok" : recent.failure.code,
  };
}

const outages = [
  ["429", { status: 429, retry_after: 30 }],
  ["500", { status: 500 }],
  ["nothing in time", { latency_ms: 3 * increaseTimeoutMs }],
  ["a malformed body", { malformed: true }],
  ["an HTML page", { html: true }],
  ["a dropped connection", { drop: true }],
  ["an answer of another form", { answer: { data: [{}], next_cursor: null } }],
] as const;

const three = (word: string) => [word, word, word];
const fault = (groupId: string, path: string, fields: object) =>
  portal.control("faults", { group_id: groupId, path, times: null, ...fields });

test("a page of which nothing fails has all of its parts", async () => {
  expect(await openPage(await connected())).toEqual({
    state: "active",
    accounts: "ok",
    balances: three("ok"),
    recent: "ok",
  });
});

describe.each(outages)("an outage: %s", (name, fields) => {
  test("of everything, with nothing kept: every part says so, and the connection is as it was", async () => {
    const groupId = await connected();
    await fault(groupId, "/live/**", fields);
    expect(await openPage(groupId)).toEqual({
      state: "active",
      accounts: "increase_unavailable",
      balances: [],
      recent: "increase_unavailable",
    });
  });

  test("of everything: the accounts and balances are those that were kept", async () => {
    const groupId = await connected();
    await openPage(groupId);
    await fault(groupId, "/live/**", fields);
    expect(await openPage(groupId)).toMatchObject({
      state: "active",
      accounts: "kept",
      balances: three("kept"),
    });
  });

  test("of the balances: the list is today's, and each balance the one that was kept", async () => {
    const groupId = await connected();
    await openPage(groupId);
    await fault(groupId, "/live/accounts/*/balance", fields);
    expect(await openPage(groupId)).toMatchObject({ accounts: "ok", balances: three("kept") });
  });

  test("of the last transactions: the accounts stand", async () => {
    const groupId = await connected();
    await openPage(groupId);
    await fault(groupId, "/live/transactions", fields);
    // Once Increase asks a group to slow down, what it has not been asked yet is not asked.
    const balances =
      name === "429" ? expect.arrayContaining([expect.stringMatching(/ok|kept/)]) : three("ok");
    expect(await openPage(groupId)).toMatchObject({
      accounts: expect.stringMatching(name === "429" ? /ok|kept/ : /ok/),
      balances,
      recent: "increase_unavailable",
    });
  });
});

test.each([
  ["403", { status: 403 }],
  ["400", { status: 400 }],
])("a refusal is no outage: after %s nothing that was kept is shown", async (_name, fields) => {
  const groupId = await connected();
  await openPage(groupId);
  await fault(groupId, "/live/**", fields);
  expect(await openPage(groupId)).toMatchObject({
    state: "active",
    accounts: "increase_refused",
    recent: "increase_refused",
  });
});
