import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { destroySandboxToken, mintOwnSandboxToken, openGroupForReading } from "../connections";
import type { Context } from "../context";
import { getCurrentGroup } from "../increase";
import { auditActionsOf, clearFaults, makeOperator, selectRows } from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { readAccounts } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

const live = { environment: "live" } as const;

async function connected(accounts = 2) {
  const { groupId, connected: made } = await connectGroup(portal, { accounts });
  const { connectionId } = made;
  const open = () => portal.createContext({ kind: "customer", groupId, sessionId: "" });
  return { groupId, connectionId, open };
}

const fault = (groupId: string, fields: Record<string, unknown>) =>
  portal.control("faults", { group_id: groupId, times: null, ...fields });

/** Increase forgets the group's sandbox tokens. */
function voidSandboxTokens(groupId: string): void {
  const { state } = portal.simulator.world;
  state.tokens = state.tokens.filter((token) => token.groupId !== groupId || token.environment !== "sandbox");
}

const mintCalls = (groupId: string) =>
  portal.simulator.world.requestLog.list({ path: "/sandbox/oauth/tokens", group_id: groupId });

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
    voidSandboxTokens(groupId);
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
    const mints = mintCalls(groupId).filter(({ status }) => status === 200);
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

  test("twenty pages that meet the same refusal mint once", async () => {
    const { groupId, connectionId, open } = await connected();
    await mintOf(open(), groupId);
    voidSandboxTokens(groupId);
    portal.simulator.world.requestLog.clear();
    const pages = Array.from({ length: 20 }, () => readAccounts(open(), { groupId, ...sandbox }));
    for (const { accounts } of await Promise.all(pages)) expect(accounts).not.toEqual([]);
    expect(mintCalls(groupId)).toHaveLength(1);
    expect(await sandboxTokenOf(connectionId)).toEqual([{ generation: 2 }]);
  });

  test("a request that has minted anew asks with the dead token no more", async () => {
    const { groupId, open } = await connected();
    await mintOf(open(), groupId);
    voidSandboxTokens(groupId);
    const context = open();
    await (
      await readAccounts(context, { groupId, ...sandbox })
    ).balances;
    portal.simulator.world.requestLog.clear();
    await (
      await readAccounts(context, { groupId, ...sandbox })
    ).balances;
    const refused = portal.simulator.world.requestLog
      .list({ group_id: groupId })
      .filter(({ status }) => status === 401);
    expect(refused).toEqual([]);
  });

  test("what the staff have destroyed stays so, however late the refusal comes", async () => {
    const { groupId, connectionId, open } = await connected();
    await mintOf(open(), groupId);
    const operator = await makeOperator(portal);
    await fault(groupId, { path: "/sandbox/accounts", status: 401, latency_ms: 1_500 });
    await fault(groupId, { path: "/sandbox/groups/**", status: 401 });
    const reading = readAccounts(open(), { groupId, ...sandbox });
    await expect
      .poll(() => portal.simulator.world.requestLog.list({ path: "/sandbox/accounts", group_id: groupId }))
      .toHaveLength(1);
    await destroySandboxToken(operator.act(), { connectionId, seen: 1 });
    await expect(reading).rejects.toMatchObject({ code: "no_sandbox_token" });
    expect(await sandboxTokenOf(connectionId)).toEqual([]);
    expect((await auditActionsOf(portal, groupId)).at(-1)).toBe("sandbox_token.destroyed");
  });

  test("where no new one can be minted, it says what became of the old one", async () => {
    const { groupId, open } = await connected();
    await mintOf(open(), groupId);
    voidSandboxTokens(groupId);
    await fault(groupId, { path: "/sandbox/oauth/tokens", status: 500 });
    await expect(readAccounts(open(), { groupId, ...sandbox })).rejects.toMatchObject({
      code: "increase_unavailable",
      safeMessage: expect.stringContaining("it was thrown away"),
    });
  });
});
