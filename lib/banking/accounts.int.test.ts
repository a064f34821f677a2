import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { addKnownAccounts } from "@/db/queries/known-accounts";
import { disconnect, mintOwnSandboxToken, openGroupForReading } from "../connections";
import type { Context } from "../context";
import { getCurrentGroup } from "../increase";
import { clearFaults, dumpDatabase, selectRows } from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
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
    expect(await knownOf(groupId)).toHaveLength(2);
    await disconnect(open(), { groupId });
    expect([await keptOf(connectionId), await knownOf(groupId)]).toEqual([[], []]);
    await portal.advance(61);
    await keepAccounts(
      context,
      token,
      accounts.map((account) => ({ account, balance: null })),
    );
    expect([await keptOf(connectionId), await knownOf(groupId)]).toEqual([[], []]);
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
    await readWhole(other.open(), other.groupId);
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

const sandbox = { environment: "sandbox" } as const;
const sandboxTokenOf = (connectionId: string) =>
  selectRows(
    portal,
    z.object({ generation: z.number() }),
    sql`select generation from connection_tokens where connection_id = ${connectionId} and environment = 'sandbox'`,
  );
const mintOf = (context: Context, groupId: string) =>
  mintOwnSandboxToken(context, { groupId, actId: crypto.randomUUID() });

describe("the sandbox side", () => {
  test("says that there is no token, until the customer mints one", async () => {
    const { groupId, open } = await connected();
    await expect(readAccounts(open(), { groupId, ...sandbox })).rejects.toMatchObject({
      code: "no_sandbox_token",
    });
    await mintOf(open(), groupId);
    const { accounts } = await readAccounts(open(), { groupId, ...sandbox });
    expect(accounts.map(({ name }) => name)).toContain("Sandbox Operating");
  });

  test("mints a refused token anew, once, and goes on", async () => {
    const { groupId, connectionId, open } = await connected();
    await mintOf(open(), groupId);
    const { world } = portal.simulator;
    world.state.tokens = world.state.tokens.filter(
      (token) => token.groupId !== groupId || token.environment !== "sandbox",
    );
    const { accounts } = await readAccounts(open(), { groupId, ...sandbox });
    expect(accounts).not.toEqual([]);
    expect(await sandboxTokenOf(connectionId)).toEqual([{ generation: 2 }]);
  });

  test("where the new token is refused too, it says so, and the live side stands", async () => {
    const { groupId, connectionId, open } = await connected();
    await mintOf(open(), groupId);
    await fault(groupId, { path: "/sandbox/accounts**", status: 401 });
    await fault(groupId, { path: "/sandbox/groups/**", status: 401 });
    await expect(readAccounts(open(), { groupId, ...sandbox })).rejects.toMatchObject({
      code: "sandbox_refused",
    });
    expect(await sandboxTokenOf(connectionId)).toEqual([]);
    expect((await readAccounts(open(), { groupId, ...live })).accounts).toHaveLength(2);
    const mints = portal.simulator.world.requestLog
      .list({ path: "/sandbox/oauth/tokens", group_id: groupId })
      .filter(({ status }) => status === 200);
    expect(mints).toHaveLength(2);
  });

  test("a passing refusal changes nothing", async () => {
    const { groupId, connectionId, open } = await connected();
    await mintOf(open(), groupId);
    await fault(groupId, { path: "/sandbox/accounts", status: 401, times: 1 });
    await expect(readAccounts(open(), { groupId, ...sandbox })).rejects.toMatchObject({
      code: "increase_refused",
    });
    expect(await sandboxTokenOf(connectionId)).toEqual([{ generation: 1 }]);
  });

  test("a live token that is refused is not minted anew", async () => {
    const { groupId, open } = await connected();
    await fault(groupId, { path: "/live/**", status: 401 });
    const context = open();
    const group = await openGroupForReading(context, "account.read", { groupId, ...live });
    await expect(group.call(getCurrentGroup)).rejects.toMatchObject({ code: "needs_reconnect" });
  });

  test("nobody mints for another group", async () => {
    const [mine, other] = [await connected(), await connected()];
    await expect(mintOf(mine.open(), other.groupId)).rejects.toMatchObject({ code: "not_found" });
    await expect(mintOf(portal.createContext(null), mine.groupId)).rejects.toMatchObject({
      code: "not_signed_in",
    });
  });
});
