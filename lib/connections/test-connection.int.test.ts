import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  auditRows,
  callsTo,
  clearFaults,
  expectNoPlainToken,
  expectRefused,
  makeOperator,
  readConnection,
  until,
  upstreamFailures,
} from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { disconnectConnection, mintSandboxToken, testConnection } from ".";

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

async function connected() {
  const { groupId, connected: made, oauthConnectionId } = await connectGroup(portal);
  return { groupId, connectionId: made.connectionId, oauthConnectionId };
}

const ask = (connectionId: string, actId = uuidv4()) =>
  testConnection(operator.act(), { connectionId, actId });
const mint = (connectionId: string) =>
  mintSandboxToken(operator.act(), { connectionId, replacing: null, actId: uuidv4() });
const fault = (groupId: string, fields: Record<string, unknown>) =>
  portal.control("faults", { path: "/**", group_id: groupId, times: null, ...fields });
const testsOf = async (groupId: string) =>
  (await auditRows(portal, { groupId })).filter(({ action }) => action === "connection.tested");

describe("testing a connection", () => {
  test("whose live token is accepted, and that has no sandbox token, says both", async () => {
    const { groupId, connectionId } = await connected();
    const outcome = await ask(connectionId);
    expect(outcome.isDone).toBe(true);
    expect(outcome.message).toMatch(
      new RegExp(
        `^live: Increase accepts the token and names ${groupId} \\(\\d+ ms\\)\\. sandbox: no token is kept$`,
      ),
    );
    expect(await testsOf(groupId)).toMatchObject([
      {
        actor_kind: "staff",
        actor_id: operator.actor.staffId,
        target_id: connectionId,
        after: { live: true, sandbox: null },
      },
    ]);
  });

  test("with both tokens accepted says both, and notes their use", async () => {
    const { groupId, connectionId } = await connected();
    await mint(connectionId);
    const { message } = await ask(connectionId);
    expect(message.match(/Increase accepts the token/g)).toHaveLength(2);
    expect(await testsOf(groupId)).toMatchObject([{ after: { live: true, sandbox: true } }]);
    for (const token of (await readConnection(portal, connectionId)).tokens) {
      expect(token.lastOkAt).toBeInstanceOf(Date);
    }
    await expectNoPlainToken(portal, message);
  });

  test("whose live token is refused twice says so in Increase's words, and it needs a reconnect", async () => {
    const { groupId, connectionId } = await connected();
    await fault(groupId, { status: 401, reason: "deleted_credential" });
    const { message } = await ask(connectionId);
    expect(message).toContain("invalid_api_key_error, deleted_credential, 401");
    expect(message).not.toContain("Your data at Increase");
    expect(await readConnection(portal, connectionId)).toMatchObject({
      state: "needs_reconnect",
      stateReason: "token_refused:deleted_credential",
      tokens: [{ environment: "live" }],
    });
    const actions = (await auditRows(portal, { groupId })).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(["connection.needs_reconnect", "connection.tested"]);
    expect(await testsOf(groupId)).toMatchObject([{ after: { live: false } }]);
    clearFaults(portal);
    await ask(connectionId);
    expect(await readConnection(portal, connectionId)).toMatchObject({ state: "active" });
  });

  test("whose live token is refused once, or for a reason about us, stays as it is", async () => {
    const { groupId, connectionId } = await connected();
    await fault(groupId, { status: 401, reason: "deleted_credential", times: 1 });
    expect((await ask(connectionId)).message).toContain("deleted_credential, 401");
    await fault(groupId, { status: 401, reason: "ip_not_allowed" });
    expect((await ask(connectionId)).message).toContain("ip_not_allowed, 401");
    expect(await readConnection(portal, connectionId)).toMatchObject({ state: "active" });
    expect(await testsOf(groupId)).toHaveLength(2);
  });

  test("whose sandbox token is refused loses that one alone", async () => {
    const { groupId, connectionId } = await connected();
    await mint(connectionId);
    await fault(groupId, { path: "/sandbox/**", status: 401, reason: "deleted_credential" });
    expect((await ask(connectionId)).message).toMatch(/live: Increase accepts .* sandbox: .*401/);
    expect(await readConnection(portal, connectionId)).toMatchObject({
      state: "active",
      hasSandboxToken: false,
      tokens: [{ environment: "live" }],
    });
    const actions = (await auditRows(portal, { groupId })).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(["sandbox_token.removed", "connection.tested"]);
  });

  test.each(upstreamFailures)(
    "that meets %s says so and changes nothing",
    async (_name, fields, _code, words) => {
      const { groupId, connectionId } = await connected();
      await mint(connectionId);
      await fault(groupId, fields);
      const outcome = await ask(connectionId);
      expect(outcome).toMatchObject({ isDone: true, message: expect.stringMatching(words) });
      expect(await readConnection(portal, connectionId)).toMatchObject({
        state: "active",
        hasSandboxToken: true,
      });
      expect(await testsOf(groupId)).toMatchObject([{ after: { live: false, sandbox: false } }]);
    },
  );

  test("that meets a time-out says so and changes nothing", async () => {
    const own = await startTestPortal({ increaseTimeoutMs: 1_000 });
    try {
      const { act } = await makeOperator(own);
      const { groupId, connected: made } = await connectGroup(own);
      const { connectionId } = made;
      await own.control("faults", { path: "/live/**", group_id: groupId, latency_ms: 2_000 });
      const { message } = await testConnection(act(), { connectionId, actId: uuidv4() });
      expect(message).toMatch(/^live: Increase did not answer in time \(timeout\)/);
      expect(await readConnection(own, connectionId)).toMatchObject({ state: "active" });
    } finally {
      await own.close();
    }
  });

  test("a token that is another group's is no good one", async () => {
    const [mine, other] = [await connected(), await connected()];
    const { vault, db } = portal.services;
    const owner = { connectionId: other.connectionId, groupId: other.groupId, environment: "live" } as const;
    const [token] = (await readConnection(portal, other.connectionId)).tokens;
    const plain = vault.open(token?.sealed ?? "", owner);
    const sealed = vault.seal(plain, { ...owner, connectionId: mine.connectionId, groupId: mine.groupId });
    await db.execute(
      sql`update connection_tokens set sealed = ${sealed} where connection_id = ${mine.connectionId}`,
    );
    expect((await ask(mine.connectionId)).message).toContain(`${other.groupId}`);
    expect(await testsOf(mine.groupId)).toMatchObject([{ after: { live: false } }]);
  });

  test("that has ended asks nothing, also where the group has a newer one", async () => {
    const { groupId, connectionId } = await connected();
    await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId });
    const calls = callsTo(portal, "/live/groups/current");
    expect((await ask(connectionId)).message).toBe("live: no token is kept. sandbox: no token is kept");
    expect(callsTo(portal, "/live/groups/current")).toBe(calls);
  });

  test("with the same form twice asks once", async () => {
    const { groupId, connectionId } = await connected();
    const actId = uuidv4();
    const first = await ask(connectionId, actId);
    const calls = callsTo(portal, "/live/groups/current");
    expect(await ask(connectionId, actId)).toEqual(first);
    expect(callsTo(portal, "/live/groups/current")).toBe(calls);
    expect(await testsOf(groupId)).toHaveLength(1);
  });

  test("while somebody else acts on it is a conflict; another connection is nobody's business", async () => {
    const [mine, other] = [await connected(), await connected()];
    const calls = callsTo(portal, "/live/groups/current");
    await fault(mine.groupId, { latency_ms: 500, times: 1 });
    const first = ask(mine.connectionId);
    await until(() => callsTo(portal, "/live/groups/current") > calls);
    await expect(mint(mine.connectionId)).rejects.toMatchObject({ code: "conflict" });
    expect(await mint(other.connectionId)).toMatchObject({ isDone: true });
    expect(await first).toMatchObject({ isDone: true });
    expect(await mint(mine.connectionId)).toMatchObject({ isDone: true });
  });

  test("a form of another act does not tell what came of this one", async () => {
    const { connectionId } = await connected();
    const actId = uuidv4();
    await ask(connectionId, actId);
    const again = mintSandboxToken(operator.act(), { connectionId, replacing: null, actId });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });

  test("is for operators and owners, and an unknown connection is not found", async () => {
    const { groupId, connectionId } = await connected();
    await expectRefused(portal, groupId, (context) =>
      testConnection(context, { connectionId, actId: uuidv4() }),
    );
    for (const id of ["no uuid", uuidv4()])
      await expect(ask(id)).rejects.toMatchObject({ code: "not_found" });
  });
});
