import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { addKnownAccounts } from "@/db/queries/known-accounts";
import { disconnect, openGroupForReading } from "../connections";
import type { Context } from "../context";
import { clearFaults, dumpDatabase, selectRows } from "../testing/connection-acts";
import { connectGroup, signIn } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { readAccount, readAccounts, readBalance } from ".";
import { keepAccounts } from "./kept-accounts";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

const live = { environment: "live" } as const;

async function connected(accounts = 2) {
  const { groupId, accountIds, connected: made } = await connectGroup(portal, { accounts });
  const { connectionId } = made;
  const open = () => portal.createContext({ kind: "customer", groupId, sessionId: "" });
  return { groupId, accountIds, connectionId, open };
}

const fault = (groupId: string, fields: Record<string, unknown>) =>
  portal.control("faults", { group_id: groupId, times: null, ...fields });
const callsOf = (groupId: string) =>
  portal.simulator.world.requestLog.list({ group_id: groupId }).map(({ path }) => path);

async function readWhole(context: Context, groupId: string, search?: string) {
  const list = await readAccounts(context, { groupId, ...live, search });
  const balances = await list.balances;
  await list.kept;
  return { ...list, balances };
}

describe("the accounts", () => {
  test("come in two steps, each call once", async () => {
    const { groupId, accountIds, open } = await connected(3);
    portal.simulator.world.requestLog.clear();
    const list = await readWhole(open(), groupId);
    expect(list.accounts.map(({ id }) => id)).toEqual(accountIds.toReversed());
    expect(callsOf(groupId).toSorted()).toEqual(
      ["/live/accounts", ...accountIds.map((id) => `/live/accounts/${id}/balance`)].toSorted(),
    );
  });

  test("are found by a part of their name or id, on every page of a large group", async () => {
    const { groupId, accountIds, open } = await connected(130);
    const [oldest = ""] = accountIds;
    const byId = await readWhole(open(), groupId, oldest.toUpperCase());
    expect(byId.accounts.map(({ id }) => id)).toEqual([oldest]);
    const byName = await readWhole(open(), groupId, "account 13");
    expect(byName.accounts.map(({ name }) => name).toSorted()).toEqual(["Account 13", "Account 130"]);
    expect(await readWhole(open(), groupId, "nowhere")).toMatchObject({ accounts: [], isWhole: true });
    const all = await readWhole(open(), groupId, "account");
    expect([all.accounts.length, all.isWhole]).toEqual([100, false]);
  });
});

describe("while Increase can't be asked", () => {
  test.each([
    ["429", { status: 429, retry_after: 60 }],
    ["500", { status: 500 }],
    ["half a body", { malformed: true }],
    ["a dropped connection", { drop: true }],
  ])("what was read last is there, with its time: %s", async (_name, fields) => {
    const { groupId, accountIds, open } = await connected();
    const before = await readWhole(open(), groupId);
    await fault(groupId, { path: "/live/**", ...fields });
    const list = await readWhole(open(), groupId);
    expect(list).toMatchObject({ isKept: true, accounts: before.accounts });
    expect(list.readAt.getTime()).toBeGreaterThanOrEqual(before.readAt.getTime());
    expect(list.balances).toEqual(
      before.balances.map((result) => Object.assign({}, result, { keptAt: list.readAt })),
    );
    const [accountId = ""] = accountIds;
    expect(await readAccount(open(), { groupId, ...live, accountId })).toMatchObject({
      account: { id: accountId },
      keptAt: list.readAt,
    });
    expect(await readBalance(open(), { groupId, ...live, accountId })).toMatchObject({
      ok: true,
      keptAt: list.readAt,
    });
  });

  test("one missing balance is the kept one, and the others are today's", async () => {
    const { groupId, accountIds, open } = await connected();
    await readWhole(open(), groupId);
    await fault(groupId, { path: `/live/accounts/${accountIds[0]}/balance`, status: 503 });
    const { balances, isKept } = await readWhole(open(), groupId);
    expect(isKept).toBe(false);
    expect(balances).toMatchObject([{ keptAt: null }, { ok: true, keptAt: expect.any(Date) }]);
  });

  test("a hundred accounts are not all asked for in vain", async () => {
    const { groupId, open } = await connected(60);
    await readWhole(open(), groupId);
    await fault(groupId, { path: "/live/accounts/*/balance", status: 500 });
    portal.simulator.world.requestLog.clear();
    const { balances } = await readWhole(open(), groupId);
    expect(balances.every((result) => result.ok && result.keptAt !== null)).toBe(true);
    expect(callsOf(groupId).length).toBeLessThanOrEqual(1 + 5 + 10);
  });

  test("a token that was renewed while it was being asked tells nobody to sign in again", async () => {
    const { groupId, open } = await connected();
    await portal.setSwitch("old_tokens", "voided");
    await fault(groupId, { path: "/live/accounts", status: 401, latency_ms: 1_000, times: 1 });
    const reading = readAccounts(open(), { groupId, ...live });
    await expect.poll(() => callsOf(groupId)).toContain("/live/accounts");
    await signIn(portal, groupId);
    await expect(reading).rejects.toMatchObject({ code: "increase_unavailable" });
    await portal.setSwitch("old_tokens", "kept");
  });

  test("nothing is made up where nothing was kept", async () => {
    const { groupId, accountIds, open } = await connected();
    await fault(groupId, { path: "/live/**", status: 500 });
    await expect(readAccounts(open(), { groupId, ...live })).rejects.toMatchObject({
      code: "increase_unavailable",
    });
    const accountId = accountIds[0] ?? "";
    await expect(readAccount(open(), { groupId, ...live, accountId })).rejects.toMatchObject({
      code: "increase_unavailable",
    });
  });

  test("a refusal is no outage: what was kept is not shown for it", async () => {
    const { groupId, open } = await connected();
    await readWhole(open(), groupId);
    await fault(groupId, { path: "/live/accounts", status: 403 });
    await expect(readAccounts(open(), { groupId, ...live })).rejects.toMatchObject({
      code: "increase_refused",
    });
    clearFaults(portal);
    await fault(groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
    await expect(readAccounts(open(), { groupId, ...live })).rejects.toMatchObject({
      code: "needs_reconnect",
    });
  });
});

const keptRow = z.object({ sealed: z.string(), read_at: z.string() });
const keptOf = (connectionId: string) =>
  selectRows(
    portal,
    keptRow,
    sql`select sealed, read_at::text from kept_accounts where connection_id = ${connectionId}`,
  );
const knownOf = (groupId: string) =>
  selectRows(
    portal,
    z.object({ account_id: z.string() }),
    sql`select account_id from known_accounts where group_id = ${groupId}`,
  );

describe("an answer that is meant for somebody else", () => {
  test("is not shown, not kept, and takes nothing from whose it is", async () => {
    const [mine, other] = [await connected(), await connected()];
    const accountId = other.accountIds[0] ?? "";
    const theirs = { groupId: other.groupId, ...live, accountId };
    const { account } = await readAccount(other.open(), theirs);
    const answer = {
      data: [{ ...account, created_at: account.createdAt, closed_at: null }],
      next_cursor: null,
    };
    await fault(mine.groupId, { path: "/live/accounts", answer });
    await expect(readAccounts(mine.open(), { groupId: mine.groupId, ...live })).rejects.toMatchObject({
      code: "increase_unavailable",
    });
    expect(await keptOf(mine.connectionId)).toEqual([]);
    await fault(mine.groupId, { path: `/live/accounts/${mine.accountIds[0]}`, answer: answer.data[0] });
    await expect(
      readAccount(mine.open(), { groupId: mine.groupId, ...live, accountId: mine.accountIds[0] ?? "" }),
    ).rejects.toMatchObject({ code: "increase_unavailable" });
    expect(await readAccount(other.open(), theirs)).toMatchObject({ account: { id: accountId } });
  });

  test("a list of them does not make them the group's own", async () => {
    const { groupId, open } = await connected();
    await readWhole(open(), groupId);
    expect(await knownOf(groupId)).toEqual([]);
  });

  test("a balance of an account that is known as another group's is not asked for", async () => {
    const [mine, other] = [await connected(), await connected()];
    const accountId = other.accountIds[0] ?? "";
    await readAccount(other.open(), { groupId: other.groupId, ...live, accountId });
    portal.simulator.world.requestLog.clear();
    await expect(
      readBalance(mine.open(), { groupId: mine.groupId, ...live, accountId }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(callsOf(mine.groupId)).toEqual([]);
  });
});

describe("what is kept", () => {
  test("is sealed, and written once a minute", async () => {
    const { groupId, accountIds, connectionId, open } = await connected();
    await readWhole(open(), groupId);
    const [first] = await keptOf(connectionId);
    const dump = [...(await dumpDatabase(portal)).values()].flat().join("\n");
    expect(dump).not.toContain("Account 1");
    expect(first?.sealed).not.toContain(accountIds[0]);
    await readWhole(open(), groupId);
    expect(await keptOf(connectionId)).toEqual([first]);
    await portal.advance(61);
    await readWhole(open(), groupId);
    const [second] = await keptOf(connectionId);
    expect(second?.read_at).not.toBe(first?.read_at);
  });

  test("goes with the token when the group leaves, and can't come back", async () => {
    const { groupId, connectionId, open } = await connected();
    const context = open();
    const { accounts } = await readWhole(context, groupId);
    const { token } = await openGroupForReading(context, "account.read", { groupId, ...live });
    await readAccount(context, { groupId, ...live, accountId: accounts[0]?.id ?? "" });
    expect(await knownOf(groupId)).toHaveLength(1);
    await disconnect(open(), { groupId });
    expect([await keptOf(connectionId), await knownOf(groupId)]).toEqual([[], []]);
    await portal.advance(61);
    await keepAccounts(context, token, {
      accounts: accounts.map((account) => ({ account, balance: null })),
      readAt: portal.services.now(),
    });
    expect([await keptOf(connectionId), await knownOf(groupId)]).toEqual([[], []]);
  });

  test("is never replaced by what was read before it", async () => {
    const { groupId, connectionId, open } = await connected();
    const slow = open();
    const { accounts } = await readWhole(slow, groupId);
    const { token } = await openGroupForReading(slow, "account.read", { groupId, ...live });
    const readAt = portal.services.now();
    await portal.advance(61);
    await readWhole(open(), groupId);
    const newer = await keptOf(connectionId);
    await portal.advance(61);
    const older = accounts.map((account) => ({ account, balance: null }));
    await keepAccounts(slow, token, { accounts: older, readAt });
    expect(await keptOf(connectionId)).toEqual(newer);
  });

  test("is not shown while Increase refuses the token, whatever else goes wrong", async () => {
    const { groupId, open } = await connected();
    await readWhole(open(), groupId);
    await fault(groupId, { path: "/live/**", status: 401, reason: "deleted_credential", times: 2 });
    await expect(readAccounts(open(), { groupId, ...live })).rejects.toMatchObject({
      code: "needs_reconnect",
    });
    await fault(groupId, { path: "/live/**", status: 500 });
    await expect(readAccounts(open(), { groupId, ...live })).rejects.toMatchObject({
      code: "increase_unavailable",
    });
  });

  test("of one group does not open for another", async () => {
    const [mine, other] = [await connected(), await connected()];
    await readWhole(mine.open(), mine.groupId);
    await readWhole(other.open(), other.groupId);
    await portal.services.db.execute(sql`update kept_accounts set sealed = (
      select sealed from kept_accounts where connection_id = ${other.connectionId})
      where connection_id = ${mine.connectionId}`);
    await fault(mine.groupId, { path: "/live/**", status: 500 });
    await expect(readAccounts(mine.open(), { groupId: mine.groupId, ...live })).rejects.toMatchObject({
      code: "increase_unavailable",
    });
  });
});

describe("one account", () => {
  test("of another group is not found, and not even asked for where it is known here", async () => {
    const [mine, other] = [await connected(), await connected()];
    const foreign = { groupId: mine.groupId, ...live, accountId: other.accountIds[0] ?? "" };
    await expect(readAccount(mine.open(), foreign)).rejects.toMatchObject({ code: "not_found" });
    await readAccount(other.open(), { ...foreign, groupId: other.groupId });
    portal.simulator.world.requestLog.clear();
    await expect(readAccount(mine.open(), foreign)).rejects.toMatchObject({ code: "not_found" });
    expect(callsOf(mine.groupId)).toEqual([]);
  });

  test("that Increase shows to one group stays hidden where another is known to have it", async () => {
    const [mine, other] = [await connected(), await connected()];
    const accountId = mine.accountIds[0] ?? "";
    const { connectionId, groupId } = other;
    await addKnownAccounts(portal.services.db, { ...live, groupId, connectionId }, [accountId]);
    await expect(
      readAccount(mine.open(), { groupId: mine.groupId, ...live, accountId }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([
    "account_unknown",
    "../groups/current",
    "a/../../groups/current",
    "",
    "a".repeat(201),
    "%2e%2e",
  ])("that is unknown is not found: %j", async (accountId) => {
    const { groupId, open } = await connected();
    await expect(readAccount(open(), { groupId, ...live, accountId })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("is noted as its group's when it is first read", async () => {
    const { groupId, accountIds, open } = await connected();
    await readAccount(open(), { groupId, ...live, accountId: accountIds[0] ?? "" });
    expect(await knownOf(groupId)).toEqual([{ account_id: accountIds[0] }]);
  });
});
