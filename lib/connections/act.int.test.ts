import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { insertAct } from "@/db/queries/staff-acts";
import { sweepExpired } from "../auth/sweep-expired";
import type { Context } from "../context";
import { changeRole, endSessionsOf, removeStaff } from "../staff";
import {
  auditRows,
  callsTo,
  clearFaults,
  makeOperator,
  readConnection,
  selectRows,
  until,
} from "../testing/connection-acts";
import { makeStaff, staffActor } from "../testing/staff";
import { connectGroup, signIn } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { destroySandboxToken, disconnectConnection, mintSandboxToken, testConnection } from ".";

const mintPath = "/sandbox/oauth/tokens";
let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

async function connected() {
  const { groupId, connected: made } = await connectGroup(portal);
  return { groupId, connectionId: made.connectionId };
}

const mint = (connectionId: string, replacing: number | null, actId = uuidv4(), by = operator) =>
  mintSandboxToken(by.act(), { connectionId, replacing, actId });
const sandboxOf = async (connectionId: string) =>
  (await readConnection(portal, connectionId)).tokens.find(({ environment }) => environment === "sandbox");
const generationOf = async (connectionId: string) => (await sandboxOf(connectionId))?.generation;
const fault = (groupId: string, fields: Record<string, unknown>) =>
  portal.control("faults", { path: mintPath, group_id: groupId, ...fields });
const actsOf = (connectionId: string) =>
  selectRows(
    portal,
    z.object({ kind: z.string(), is_finished: z.boolean(), outcome: z.unknown() }),
    sql`select kind, finished_at is not null as is_finished, outcome from staff_acts
      where connection_id = ${connectionId} order by started_at`,
  );
const tokensAtIncrease = (groupId: string) =>
  portal.simulator.world.state.tokens.filter(
    (token) => token.groupId === groupId && token.environment === "sandbox",
  ).length;
const sandboxAudit = async (groupId: string) =>
  (await auditRows(portal, { groupId })).filter(({ action }) => action.startsWith("sandbox_token."));

describe("a connection that changes while Increase is answering", () => {
  async function mintSlowly(groupId: string, connectionId: string, meanwhile: () => Promise<unknown>) {
    const calls = callsTo(portal, mintPath);
    await fault(groupId, { latency_ms: 600 });
    const minting = mint(connectionId, (await generationOf(connectionId)) ?? null);
    minting.catch(() => undefined);
    await until(() => callsTo(portal, mintPath) > calls);
    await meanwhile();
    return minting;
  }

  test("by a reconnect: the new sandbox token is thrown away", async () => {
    const { groupId, connectionId } = await connected();
    const minting = mintSlowly(groupId, connectionId, () => signIn(portal, groupId));
    await expect(minting).rejects.toMatchObject({
      code: "conflict",
      safeMessage: expect.stringContaining("thrown away"),
    });
    expect(await sandboxOf(connectionId)).toBeUndefined();
    expect(await sandboxAudit(groupId)).toEqual([]);
    expect(await mint(connectionId, null)).toMatchObject({ isDone: true });
  });

  test("by a colleague who destroys the token to be replaced: there is none again", async () => {
    const { groupId, connectionId } = await connected();
    await mint(connectionId, null);
    const minting = mintSlowly(groupId, connectionId, () =>
      destroySandboxToken(operator.act(), { connectionId, seen: 1 }),
    );
    await expect(minting).rejects.toMatchObject({ code: "conflict" });
    expect(await sandboxOf(connectionId)).toBeUndefined();
    const actions = (await sandboxAudit(groupId)).map(({ action }) => action);
    expect(actions).toEqual(["sandbox_token.minted", "sandbox_token.destroyed"]);
  });

  test("by a disconnection: nothing is kept of one that has ended", async () => {
    const { groupId, connectionId } = await connected();
    const minting = mintSlowly(groupId, connectionId, () =>
      disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId }),
    );
    await expect(minting).rejects.toMatchObject({ code: "conflict" });
    expect(await readConnection(portal, connectionId)).toMatchObject({ state: "disconnected", tokens: [] });
    expect(await sandboxAudit(groupId)).toEqual([]);
  });
});

/** Until so many wait for a row or a table that another transaction holds. */
const untilWaiting = (count: number) => {
  const waiting = sql`select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  return until(
    async () => (await selectRows(portal, z.object({ pid: z.number() }), waiting)).length === count,
  );
};

describe("an act of one of the staff who may no longer do it when Increase answers", () => {
  const ways = [
    ["were removed", "not_signed_in", (by: Context, staffId: string) => removeStaff(by, { staffId })],
    [
      "are viewers by now",
      "not_allowed",
      (by: Context, staffId: string) => changeRole(by, { staffId, role: "viewer" }),
    ],
    [
      "have no session any more",
      "not_signed_in",
      (by: Context, staffId: string) => endSessionsOf(by, { staffId }),
    ],
  ] as const;

  test.each(ways)(
    "since they %s: is refused, nothing is kept, and it is finished",
    async (_why, code, end) => {
      const { groupId, connectionId } = await connected();
      const leaving = await makeOperator(portal);
      const { actor: owner } = await makeStaff(portal, "owner");
      const calls = callsTo(portal, mintPath);
      await fault(groupId, { latency_ms: 600 });
      const minting = mint(connectionId, null, uuidv4(), leaving);
      minting.catch(() => undefined);
      await until(() => callsTo(portal, mintPath) > calls);
      await end(portal.createContext(owner), leaving.actor.staffId);
      const refused = { code, safeMessage: expect.stringContaining("what it gave was thrown away") };
      await expect(minting).rejects.toMatchObject(refused);
      expect(await sandboxOf(connectionId)).toBeUndefined();
      expect(await sandboxAudit(groupId)).toEqual([]);
      expect(await actsOf(connectionId)).toMatchObject([{ is_finished: true, outcome: { isDone: false } }]);
      expect(await mint(connectionId, null)).toMatchObject({ isDone: true });
    },
  );

  test("and a test of the tokens tells nothing, and leaves no entry in their name", async () => {
    const { groupId, connectionId } = await connected();
    const leaving = await makeOperator(portal);
    const { actor: owner } = await makeStaff(portal, "owner");
    const path = "/live/groups/current";
    const calls = callsTo(portal, path);
    await portal.control("faults", { path, group_id: groupId, latency_ms: 600 });
    const testing = testConnection(leaving.act(), { connectionId, actId: uuidv4() });
    testing.catch(() => undefined);
    await until(() => callsTo(portal, path) > calls);
    await removeStaff(portal.createContext(owner), { staffId: leaving.actor.staffId });
    await expect(testing).rejects.toMatchObject({ code: "not_signed_in" });
    const entries = await auditRows(portal, { groupId });
    expect(entries.filter(({ actor_id }) => actor_id === leaving.actor.staffId)).toEqual([]);
  });

  test("a removal waits for what is being stored: no entry in their name comes after it", async () => {
    const { connectionId } = await connected();
    const leaving = await makeOperator(portal);
    const { actor: owner } = await makeStaff(portal, "owner");
    const { staffId } = leaving.actor;
    const [minting, removing] = await portal.services.db.transaction(async (tx) => {
      await tx.execute(sql`lock table connection_tokens in share mode`);
      const storing = mint(connectionId, null, uuidv4(), leaving);
      await untilWaiting(1);
      const ending = removeStaff(portal.createContext(owner), { staffId });
      await untilWaiting(2);
      return [storing, ending] as const;
    });
    await Promise.all([minting, removing]);
    const entries = (await auditRows(portal)).filter(
      ({ actor_id, target_id }) => actor_id === staffId || target_id === staffId,
    );
    expect(entries.map(({ action }) => action)).toEqual(["sandbox_token.minted", "staff.removed"]);
  });
});

describe("two at once", () => {
  test("two operators who click the same act, twenty times: one succeeds, one is told, one token, one entry", async () => {
    const other = await makeOperator(portal);
    const { groupId, connectionId } = await connected();
    for (let round = 1; round <= 20; round += 1) {
      const seen = (await generationOf(connectionId)) ?? null;
      const both = await Promise.allSettled([
        mint(connectionId, seen, uuidv4(), operator),
        mint(connectionId, seen, uuidv4(), other),
      ]);
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(both.find(({ status }) => status === "rejected")).toMatchObject({
        reason: { code: "conflict" },
      });
      expect(await sandboxAudit(groupId)).toHaveLength(round);
      expect(tokensAtIncrease(groupId)).toBe(round);
    }
  });

  test("the same form twice, one after the other: one act, and the same words", async () => {
    const { groupId, connectionId } = await connected();
    const actId = uuidv4();
    const first = await mint(connectionId, null, actId);
    expect(await mint(connectionId, null, actId)).toEqual(first);
    expect(await sandboxAudit(groupId)).toHaveLength(1);
    expect(tokensAtIncrease(groupId)).toBe(1);
  });

  test("the same form twice at the same moment: one act; the other is told the same, or that it is under way", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { groupId, connectionId } = await connected();
      const actId = uuidv4();
      const both = await Promise.allSettled([
        mint(connectionId, null, actId),
        mint(connectionId, null, actId),
      ]);
      expect(both.some(({ status }) => status === "fulfilled")).toBe(true);
      for (const each of both) {
        if (each.status === "fulfilled") expect(each.value.message).toBe("A sandbox token was minted.");
        else expect(each.reason).toMatchObject({ safeMessage: expect.stringContaining("under way") });
      }
      expect(await sandboxAudit(groupId)).toHaveLength(1);
      expect(tokensAtIncrease(groupId)).toBe(1);
    }
  });

  test("the same form after it failed is told the same, and acts no second time", async () => {
    const { groupId, connectionId } = await connected();
    const actId = uuidv4();
    await fault(groupId, { status: 500 });
    await expect(mint(connectionId, null, actId)).rejects.toMatchObject({ code: "increase_unavailable" });
    await expect(mint(connectionId, null, actId)).rejects.toMatchObject({
      code: "conflict",
      safeMessage: expect.stringContaining("internal_server_error, 500"),
    });
    expect(tokensAtIncrease(groupId)).toBe(0);
  });

  test("a form of another person, or for another connection, tells nothing of what came of it", async () => {
    const [mine, other] = [await connected(), await connected()];
    const actId = uuidv4();
    await mint(mine.connectionId, null, actId);
    const stranger = await makeOperator(portal);
    const refused = { code: "conflict" };
    await expect(mint(mine.connectionId, null, actId, stranger)).rejects.toMatchObject(refused);
    await expect(mint(other.connectionId, null, actId)).rejects.toMatchObject(refused);
    expect(await sandboxOf(other.connectionId)).toBeUndefined();
  });
});

describe("an act that was cut off", () => {
  test("holds up the next for its time, is closed after it, and its form tells so", async () => {
    const { groupId, connectionId } = await connected();
    const [actId, startedAt] = [uuidv4(), portal.services.now()];
    const claimedUntil = new Date(startedAt.getTime() + 30_000);
    const { staffId } = operator.actor;
    const kind = "sandbox_token.mint";
    await insertAct(portal.services.db, { id: actId, connectionId, staffId, kind, startedAt, claimedUntil });
    await expect(mint(connectionId, null)).rejects.toMatchObject({ code: "conflict" });
    await expect(mint(connectionId, null, actId)).rejects.toMatchObject({
      safeMessage: expect.stringContaining("under way"),
    });
    await portal.advance(31);
    expect(await mint(connectionId, null)).toMatchObject({ isDone: true });
    const again = mint(connectionId, (await generationOf(connectionId)) ?? null, actId);
    await expect(again).rejects.toMatchObject({ safeMessage: expect.stringContaining("cut off") });
    expect((await actsOf(connectionId)).filter(({ is_finished }) => !is_finished)).toEqual([]);
    expect(await sandboxAudit(groupId)).toHaveLength(1);
  });

  test("and comes to itself after another has gone on keeps nothing", async () => {
    const { groupId, connectionId } = await connected();
    const calls = callsTo(portal, mintPath);
    await fault(groupId, { latency_ms: 1_500 });
    const late = mint(connectionId, null);
    late.catch(() => undefined);
    await until(() => callsTo(portal, mintPath) > calls);
    await portal.advance(31);
    await mint(connectionId, null);
    const kept = await sandboxOf(connectionId);
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    expect(await sandboxOf(connectionId)).toEqual(kept);
    expect(await sandboxAudit(groupId)).toHaveLength(1);
  });
});

describe("what came of acts", () => {
  test("is told for a day, and then gone; a form that is older still undoes nothing", async () => {
    const own = await startTestPortal();
    try {
      const { connectionId } = (await connectGroup(own)).connected;
      const minted = { connectionId, replacing: null, actId: uuidv4() };
      const startedAt = own.services.now();
      const { act, actor } = await makeOperator(own);
      const told = await mintSandboxToken(act(), minted);
      const cutOff = {
        id: uuidv4(),
        connectionId,
        kind: "connection.test",
        startedAt,
        claimedUntil: startedAt,
      };
      await insertAct(own.services.db, cutOff);
      const actsLeft = () => selectRows(own, z.unknown(), sql`select 1 from staff_acts`);
      await own.advance(23 * 60 * 60);
      await sweepExpired(own.services);
      expect(await actsLeft()).toHaveLength(2);
      // The same person, who has signed in since.
      const { staffId } = actor;
      expect(await mintSandboxToken(own.createContext(staffActor("operator", { staffId })), minted)).toEqual(
        told,
      );
      await own.advance(61 * 60);
      await sweepExpired(own.services);
      expect(await actsLeft()).toEqual([]);
      const late = mintSandboxToken((await makeOperator(own)).act(), minted);
      await expect(late).rejects.toMatchObject({ code: "conflict" });
      expect((await readConnection(own, connectionId)).tokens).toContainEqual(
        expect.objectContaining({ environment: "sandbox", generation: 1 }),
      );
    } finally {
      await own.close();
    }
  });
});
