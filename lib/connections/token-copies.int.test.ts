import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readAccounts } from "../banking";
import { deliver, makeConnectionEvent, processAll } from "../testing/deliveries";
import { clearFaults, makeOperator, selectRows } from "../testing/connection-acts";
import { connectGroup, signIn } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  destroySandboxToken,
  disconnectConnection,
  findConnectionId,
  mintSandboxToken,
  testConnection,
} from ".";

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

const copies = z.object({
  is_alike: z.boolean(),
  has_live: z.boolean(),
  has_sandbox_token: z.boolean(),
  last_used_at: z.coerce.date().nullable(),
  last_ok_at: z.coerce.date().nullable(),
});

/** The copies on the connection's row, and whether they are what the tokens' own rows say. */
async function copiesOf(connectionId: string) {
  const [row] = await selectRows(
    portal,
    copies,
    sql`select c.has_sandbox_token, c.last_used_at, c.last_ok_at, live.connection_id is not null as has_live,
      c.has_sandbox_token = (sandbox.connection_id is not null) and (live.connection_id is null or
        (c.last_used_at is not distinct from live.last_used_at and c.last_ok_at is not distinct from live.last_ok_at))
        as is_alike
      from connections c
      left join connection_tokens live on live.connection_id = c.id and live.environment = 'live'
      left join connection_tokens sandbox on sandbox.connection_id = c.id and sandbox.environment = 'sandbox'
      where c.id = ${connectionId}`,
  );
  expect(row).toMatchObject({ is_alike: true });
  return row;
}

async function connected() {
  const { groupId, connected: made, oauthConnectionId } = await connectGroup(portal);
  const { connectionId } = made;
  const customer = () => portal.createContext({ kind: "customer", groupId, sessionId: "" });
  return {
    groupId,
    connectionId,
    oauthConnectionId,
    read: async () => (await readAccounts(customer(), { groupId, environment: "live" })).balances,
    mint: (replacing: number | null) =>
      mintSandboxToken(operator.act(), { connectionId, replacing, actId: uuidv4() }),
    ask: () => testConnection(operator.act(), { connectionId, actId: uuidv4() }),
    copies: () => copiesOf(connectionId),
  };
}
const fault = (groupId: string, fields: Record<string, unknown>) =>
  portal.control("faults", { group_id: groupId, times: null, ...fields });

test("the list's copies follow the tokens through sign-in, use, reconnect, mint, replace, destroy", async () => {
  const mine = await connected();
  expect(await mine.copies()).toMatchObject({ last_used_at: null, has_sandbox_token: false });
  await mine.read();
  const used = await mine.copies();
  expect(used?.last_ok_at).toBeInstanceOf(Date);
  await portal.advance(61);
  await mine.read();
  expect((await mine.copies())?.last_ok_at?.getTime()).toBeGreaterThan(
    used?.last_ok_at?.getTime() ?? Infinity,
  );
  await mine.mint(null);
  expect(await mine.copies()).toMatchObject({ has_sandbox_token: true });
  await mine.mint(1);
  await mine.ask();
  expect(await mine.copies()).toMatchObject({ has_sandbox_token: true });
  await signIn(portal, mine.groupId);
  // A new live token: nobody has used it yet. The sandbox token stays.
  expect(await mine.copies()).toMatchObject({
    last_used_at: null,
    last_ok_at: null,
    has_sandbox_token: true,
  });
  await mine.read();
  await destroySandboxToken(operator.act(), { connectionId: mine.connectionId, seen: 2 });
  expect(await mine.copies()).toMatchObject({ has_sandbox_token: false, last_ok_at: expect.any(Date) });
});

test("a refused live token was used, and not accepted", async () => {
  const mine = await connected();
  await fault(mine.groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
  await mine.ask();
  expect(await mine.copies()).toMatchObject({ last_used_at: expect.any(Date), last_ok_at: null });
});

test("a refused sandbox token is gone from the copy too, and touches nothing of the live one's", async () => {
  const mine = await connected();
  await mine.mint(null);
  await fault(mine.groupId, { path: "/sandbox/**", status: 401, reason: "deleted_credential" });
  await mine.ask();
  expect(await mine.copies()).toMatchObject({ has_sandbox_token: false, last_ok_at: expect.any(Date) });
});

test("a failed mint leaves the copy as it is", async () => {
  const mine = await connected();
  await fault(mine.groupId, { path: "/sandbox/oauth/tokens", status: 500 });
  await expect(mine.mint(null)).rejects.toMatchObject({ code: "increase_unavailable" });
  expect(await mine.copies()).toMatchObject({ has_sandbox_token: false });
});

test("after a disconnection no token is there, and when it was last used stays known", async () => {
  const mine = await connected();
  await mine.mint(null);
  await mine.read();
  await disconnectConnection(operator.act(), {
    connectionId: mine.connectionId,
    seen: 1,
    typed: mine.groupId,
  });
  expect(await mine.copies()).toMatchObject({
    has_live: false,
    has_sandbox_token: false,
    last_ok_at: expect.any(Date),
  });
});

test("the same after a deactivation at Increase", async () => {
  const mine = await connected();
  await mine.mint(null);
  await deliver(portal, makeConnectionEvent("deactivated", mine.oauthConnectionId));
  await processAll(portal);
  expect(await mine.copies()).toMatchObject({ has_live: false, has_sandbox_token: false });
});

test("use of a token that has been replaced since is not noted, and nobody waits for anybody in a circle", async () => {
  const mine = await connected();
  await fault(mine.groupId, { path: "/live/**", latency_ms: 50 });
  for (let round = 0; round < 5; round += 1) {
    const { outcome } = (await Promise.all([signIn(portal, mine.groupId), mine.read(), mine.read()]))[0];
    if (outcome.kind !== "signed_in") throw new Error("not signed in");
    await findConnectionId(portal.createContext(), outcome.connected);
    await mine.copies();
  }
});
