import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { findNewestConnection } from "@/db/queries/connections";
import { countOtherSessions, endOtherSessions } from "../auth/end-other-sessions";
import { readAccounts } from "../banking";
import type { CustomerActor } from "../context";
import { runReconcile } from "../crons";
import { makeGroup, signIn } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { disconnect, findConnectionId, getConnection } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const auditRow = z.object({
  action: z.string(),
  actor_kind: z.string(),
  after: z.record(z.string(), z.unknown()),
});

async function auditOf(groupId: string) {
  const { rows } = z
    .object({ rows: z.array(auditRow) })
    .parse(
      await portal.services.db.execute(
        sql`select action, actor_kind, after from audit_entries where group_id = ${groupId} order by id`,
      ),
    );
  return rows;
}

const counted = z.object({ rows: z.tuple([z.object({ count: z.number() })]) });

async function countSessions(groupId: string): Promise<number> {
  const answer = await portal.services.db.execute(
    sql`select count(*)::int as count from sessions where user_id = ${groupId}`,
  );
  return counted.parse(answer).rows[0].count;
}

async function signedIn(shape: { accounts?: number } = {}) {
  const { groupId, accountIds } = await makeGroup(portal, shape);
  const { outcome, browser } = await signIn(portal, groupId);
  if (outcome.kind !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(outcome)}`);
  const { rows } = z
    .object({ rows: z.array(z.object({ id: z.string() })) })
    .parse(await portal.services.db.execute(sql`select id from sessions where user_id = ${groupId}`));
  const actor: CustomerActor = { kind: "customer", groupId, sessionId: rows[0]?.id ?? "" };
  return { groupId, accountIds, browser, connected: outcome.connected, context: portal.createContext(actor) };
}

const fault = (groupId: string, fields: Record<string, unknown>) =>
  portal.control("faults", { group_id: groupId, ...fields });

describe("another group's data", () => {
  test.each([
    ["getConnection", getConnection],
    ["disconnect", disconnect],
    ["readAccounts", readAccounts],
    ["countOtherSessions", countOtherSessions],
    ["endOtherSessions", endOtherSessions],
  ])("%s answers a foreign group as an unknown one, and nobody as signed out", async (_name, verb) => {
    const [mine, other] = [await signedIn(), await signedIn()];
    const asked = { groupId: other.groupId, environment: "live" } as const;
    for (const groupId of [other.groupId, "group_unknown"]) {
      await expect(verb(mine.context, { ...asked, groupId })).rejects.toMatchObject({ code: "not_found" });
    }
    const nobody = portal.createContext(null);
    await expect(verb(nobody, asked)).rejects.toMatchObject({ code: "not_signed_in" });
    const system = portal.createContext({ kind: "system" });
    await expect(verb(system, asked)).rejects.toMatchObject({ code: "not_found" });
    expect(await findNewestConnection(portal.services.db, other.groupId)).toMatchObject({ state: "active" });
  });
});

describe("disconnecting", () => {
  test("destroys every token, ends every session, and tells the audit log, once", async () => {
    const { groupId, context } = await signedIn();
    expect(await disconnect(context, { groupId })).toBe(true);
    expect(await findNewestConnection(portal.services.db, groupId)).toMatchObject({
      state: "disconnected",
      tokens: [],
    });
    expect(await countSessions(groupId)).toBe(0);
    expect(await disconnect(context, { groupId })).toBe(false);
    const actions = (await auditOf(groupId)).map(({ action, actor_kind }) => [action, actor_kind]);
    expect(actions).toEqual([
      ["connection.connected", "customer"],
      ["connection.disconnected", "customer"],
    ]);
  });

  test("a group that signs in again has a connection of its own age", async () => {
    const { groupId, context } = await signedIn();
    const first = await getConnection(context, { groupId });
    await disconnect(context, { groupId });
    await signIn(portal, groupId);
    const second = await getConnection(context, { groupId });
    expect(second.id).not.toBe(first.id);
    expect(second.state).toBe("active");
  });

  test("a current connection is the one that counts, whatever another instance's clock said of an ended one", async () => {
    const { groupId, context } = await signedIn();
    await disconnect(context, { groupId });
    await portal.services.db.execute(
      sql`update connections set connected_at = connected_at + interval '1 hour' where group_id = ${groupId}`,
    );
    await signIn(portal, groupId);
    expect(await getConnection(context, { groupId })).toMatchObject({ state: "active", isCurrent: true });
  });

  test("a session that outlived its connection ends with the next disconnect", async () => {
    const { groupId, context } = await signedIn();
    const { db } = portal.services;
    await db.execute(sql`update connections set state = 'disconnected' where group_id = ${groupId}`);
    expect(await disconnect(context, { groupId })).toBe(false);
    expect(await countSessions(groupId)).toBe(0);
  });

  test("ten at once with ten sign-ins neither deadlock nor leave two connections", async () => {
    const { groupId, context } = await signedIn();
    const work = Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0 ? signIn(portal, groupId) : disconnect(context, { groupId }),
    );
    expect((await Promise.allSettled(work)).filter(({ status }) => status === "rejected")).toEqual([]);
    const { rows } = z
      .object({ rows: z.array(z.object({ current: z.number() })) })
      .parse(
        await portal.services.db.execute(
          sql`select count(*)::int as current from connections where group_id = ${groupId} and state in ('active', 'needs_reconnect')`,
        ),
      );
    expect(rows[0]?.current).toBeLessThanOrEqual(1);
  });
});

describe("what Increase answers", () => {
  async function read({ context, groupId }: Awaited<ReturnType<typeof signedIn>>) {
    // Each read is a request of its own.
    const list = await readAccounts({ ...context }, { groupId, environment: "live" });
    return { list, balances: await list.balances };
  }
  const stateOf = async (groupId: string) => (await findNewestConnection(portal.services.db, groupId))?.state;

  test("a healthy read notes the use and changes nothing", async () => {
    const mine = await signedIn({ accounts: 3 });
    const { list, balances } = await read(mine);
    expect(list.accounts.map(({ id }) => id).toSorted()).toEqual(mine.accountIds.toSorted());
    expect(balances.every(({ ok }) => ok)).toBe(true);
    const connection = await getConnection(mine.context, { groupId: mine.groupId });
    expect(connection.lastUsedAt).toBeInstanceOf(Date);
  });

  test("a token that Increase refuses twice asks for a reconnect and is kept; a new sign-in heals it", async () => {
    const mine = await signedIn();
    await fault(mine.groupId, { path: "/live/**", status: 401, reason: "deleted_credential", times: null });
    await expect(read(mine)).rejects.toMatchObject({ code: "needs_reconnect" });
    const refused = await findNewestConnection(portal.services.db, mine.groupId);
    expect(refused).toMatchObject({ state: "needs_reconnect", tokens: [{ generation: 1 }] });
    await fetch(`${portal.simulator.url}/_sim/faults?group_id=${mine.groupId}`, { method: "DELETE" });
    await signIn(portal, mine.groupId);
    expect(await stateOf(mine.groupId)).toBe("active");
  });

  test("a connection that needs a reconnect is active again when its token is accepted after all", async () => {
    const mine = await signedIn();
    await fault(mine.groupId, { path: "/live/**", status: 401, reason: "expired_credential", times: 2 });
    await expect(read(mine)).rejects.toMatchObject({ code: "needs_reconnect" });
    await read(mine);
    expect(await stateOf(mine.groupId)).toBe("active");
  });

  test("one refusal alone is not believed", async () => {
    const mine = await signedIn();
    await fault(mine.groupId, {
      path: "/live/accounts",
      status: 401,
      reason: "deleted_credential",
      times: 1,
    });
    await expect(read(mine)).rejects.toMatchObject({ kind: "unauthorized" });
    expect(await stateOf(mine.groupId)).toBe("active");
  });

  test.each(["ip_not_allowed", "no_api_access", "wrong_environment", "no_header"])(
    "a 401 for %s is about us and changes nothing",
    async (reason) => {
      const mine = await signedIn();
      await fault(mine.groupId, { path: "/live/**", status: 401, reason, times: null });
      await expect(read(mine)).rejects.toMatchObject({ kind: "unauthorized" });
      expect(await stateOf(mine.groupId)).toBe("active");
    },
  );

  test.each([
    [{ status: 500 }, "unavailable"],
    [{ status: 503 }, "unavailable"],
    [{ status: 429 }, "rate_limited"],
    [{ drop: true }, "unavailable"],
    [{ malformed: true }, "unavailable"],
    [{ html: true, status: 200 }, "unavailable"],
    [{ status: 403 }, "forbidden"],
  ])("%o on the list is an error that changes nothing", async (answer, kind) => {
    const mine = await signedIn();
    await fault(mine.groupId, { path: "/live/accounts", times: null, ...answer });
    await expect(read(mine)).rejects.toMatchObject({ kind });
    expect(await stateOf(mine.groupId)).toBe("active");
  });

  test("one missing balance is missing, the others stand", async () => {
    const mine = await signedIn({ accounts: 3 });
    await fault(mine.groupId, {
      path: `/live/accounts/${mine.accountIds[0]}/balance`,
      status: 500,
      times: null,
    });
    const { balances } = await read(mine);
    expect(balances.filter(({ ok }) => ok)).toHaveLength(2);
  });

  test("a deactivation at Increase ends in needs_reconnect at the next read", async () => {
    const mine = await signedIn();
    const id = await findConnectionId(portal.createContext(), mine.connected);
    await portal.control(`connections/${id}/deactivate`);
    await expect(read(mine)).rejects.toMatchObject({ code: "needs_reconnect" });
    expect(await stateOf(mine.groupId)).toBe("needs_reconnect");
  });
});

describe("Increase's id of a connection", () => {
  test("is found after the sign-in", async () => {
    const mine = await signedIn();
    const id = await findConnectionId(portal.createContext(), mine.connected);
    expect(id).toMatch(/^connection_/);
    const connection = await getConnection(mine.context, { groupId: mine.groupId });
    expect(connection.oauthConnectionId).toBe(id);
  });

  test("is not given to a token that has been replaced since", async () => {
    const mine = await signedIn();
    await signIn(portal, mine.groupId);
    expect(await findConnectionId(portal.createContext(), mine.connected)).toBeNull();
  });

  test("moves to the new connection where Increase goes on with the same one", async () => {
    const own = await startTestPortal();
    await own.setSwitch("reauthorization", "same_connection");
    const { groupId } = await makeGroup(own);
    const context = own.createContext({ kind: "customer", groupId, sessionId: "" });
    const first = await signIn(own, groupId);
    if (first.outcome.kind !== "signed_in") throw new Error("not signed in");
    const firstId = await findConnectionId(own.createContext(), first.outcome.connected);
    await disconnect(context, { groupId });
    const second = await signIn(own, groupId);
    if (second.outcome.kind !== "signed_in") throw new Error("not signed in");
    await own.advance(301);
    await runReconcile(own.createContext(), { deadline: new Date(own.services.now().getTime() + 30_000) });
    expect(await getConnection(context, { groupId })).toMatchObject({ oauthConnectionId: firstId });
    await own.close();
  });
});

test("ending other sessions leaves one's own, and is audited only where it ended any", async () => {
  const mine = await signedIn();
  await signIn(portal, mine.groupId);
  await signIn(portal, mine.groupId);
  const { groupId, context } = mine;
  expect(await countOtherSessions(context, { groupId })).toBe(2);
  expect(await endOtherSessions(context, { groupId })).toBe(2);
  expect(await endOtherSessions(context, { groupId })).toBe(0);
  expect(await countSessions(groupId)).toBe(1);
  const ends = (await auditOf(groupId)).filter(({ action }) => action === "session.others_ended");
  expect(ends).toHaveLength(1);
});

test("the audit log can't be rewritten", async () => {
  const { groupId } = await signedIn();
  const { db } = portal.services;
  await expect(
    db.execute(sql`update audit_entries set action = 'x' where group_id = ${groupId}`),
  ).rejects.toThrow();
  await expect(db.execute(sql`delete from audit_entries where group_id = ${groupId}`)).rejects.toThrow();
  await expect(db.execute(sql`truncate audit_entries`)).rejects.toThrow();
  expect(await auditOf(groupId)).toHaveLength(1);
});
