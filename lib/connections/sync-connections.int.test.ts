import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { listOauthConnectionsOfGroup, noteHeld, putOauthConnections } from "@/db/queries/oauth-connections";
import { updateConnection } from "@/db/queries/connections";
import { platform } from "@/simulator/platform";
import { addConnection, deactivateConnection } from "@/simulator/state/connections";
import type { Context } from "../context";
import {
  auditRows,
  callsTo,
  clearFaults,
  expectRefused,
  makeOperator,
  readConnection,
  selectRows,
  upstreamFailures,
} from "../testing/connection-acts";
import { connectGroup, signIn } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { findConnectionId, listConnections, readSync, reconcileConnections, syncConnections } from ".";

const listPath = "/live/oauth_connections";
let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeEach(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterEach(() => portal.close());

const inFuture = () => new Date(portal.services.now().getTime() + 60_000);
const sync = (context: Context = operator.act()) => syncConnections(context, { deadline: inFuture() });
const syncsInAudit = async () => (await auditRows(portal, { targetId: "list" })).map(({ after }) => after);
const listCalls = () => callsTo(portal, listPath);
const cursors = () =>
  portal.simulator.world.requestLog.list({ path: listPath }).map(({ query }) => query["cursor"] ?? "first");

/** At Increase: so many connections of groups of their own. */
function addAtIncrease(count: number, kind: string, isEnded = false): { id: string; groupId: string }[] {
  return Array.from({ length: count }, (_, n) => {
    const connection = addConnection(portal.simulator.world, {
      groupId: `group_${kind}_${n}`,
      applicationId: platform.application.id,
      scope: "read_only",
      environment: "live",
      parentId: null,
    });
    if (isEnded) deactivateConnection(portal.simulator.world, connection);
    return { id: connection.id, groupId: connection.groupId };
  });
}

/** Here: an active connection for each, with that id, or waiting for one. */
async function addHere(made: { id: string; groupId: string }[], { isKnown }: { isKnown: boolean }) {
  const rows = made.map(({ id, groupId }) => ({ id, group: groupId, own: uuidv4() }));
  const given = JSON.stringify(rows);
  await portal.services.db.execute(sql`
    insert into connections (id, group_id, oauth_connection_id, state, scope, connected_at, state_changed_at)
    select own, "group", case when ${isKnown} then id end, 'active', 'read_only', now() - interval '1 minute', now()
    from jsonb_to_recordset(${given}::jsonb) as given(id text, "group" text, own uuid)`);
  await portal.services.db.execute(sql`
    insert into connection_tokens (connection_id, environment, generation, sealed, minted_at)
    select own, 'live', 1, 'v1.k.AA.AA', now() - interval '1 minute'
    from jsonb_to_recordset(${given}::jsonb) as given(own uuid)`);
  return rows.map(({ own }) => own);
}

/** 260 at Increase and 175 here, of which 65 differ. */
async function makeDifferences() {
  await addHere(addAtIncrease(100, "both"), { isKnown: true });
  await addHere(addAtIncrease(30, "ended", true), { isKnown: true });
  await addHere(addAtIncrease(15, "unidentified"), { isKnown: false });
  const gone = Array.from({ length: 10 }, (_, n) => ({
    id: `connection_gone_${n}`,
    groupId: `group_gone_${n}`,
  }));
  await addHere(gone, { isKnown: true });
  addAtIncrease(20, "only_there");
  addAtIncrease(95, "ended_there", true);
  await portal.advance(1);
}
const differences = {
  deactivations_missed: 30,
  ids_learned: 15,
  connections_unreadable: 0,
  only_at_increase: 20,
  only_here: 10,
};

/** A context whose time is up once Increase's list was asked for so many pages. */
function stopsAfter(pages: number) {
  const already = listCalls();
  const deadline = inFuture();
  const context = operator.act();
  const now = () => (listCalls() - already >= pages ? deadline : portal.services.now());
  return { context: { ...context, now }, deadline };
}

const heldRow = z.object({ id: z.string(), is_held: z.boolean(), is_ours: z.boolean() });
const heldRows = () =>
  selectRows(
    portal,
    heldRow,
    sql`select id, is_held, exists (select 1 from connections c where c.oauth_connection_id = o.id) as is_ours
      from oauth_connections o`,
  );

describe("a sync", () => {
  test("asks for each page of Increase's list once, finds what differs, repairs it, and tells the audit log", async () => {
    await makeDifferences();
    const done = await sync();
    expect(listCalls()).toBe(3);
    expect(done).toMatchObject({ isDone: true, pages: 3, seen: 260, expected: null, differences });
    expect(await syncsInAudit()).toEqual([{ ...differences, pages: 3, seen: 260 }]);
    expect(await auditRows(portal, { targetId: "list" })).toMatchObject([
      { action: "connections.synced", actor_kind: "staff", actor_id: operator.actor.staffId },
    ]);
    const held = await heldRows();
    expect(held).toHaveLength(260);
    expect(held.filter(({ is_held, is_ours }) => is_held !== is_ours)).toEqual([]);
    expect(held.filter(({ is_held }) => is_held)).toHaveLength(145);
    const onlyThere = await listConnections(operator.act(), {
      filter: { status: "only_at_increase", needsAttention: true },
    });
    expect(onlyThere.connections).toHaveLength(20);
    const onlyHere = await listConnections(operator.act(), { filter: { status: "only_here" } });
    expect(onlyHere.connections.map(({ groupId }) => groupId)).toContain("group_gone_3");
    expect(onlyHere.connections).toHaveLength(10);
  });

  test("done again finds what still differs, knows how much to expect, and is another entry", async () => {
    await makeDifferences();
    await sync();
    expect(await sync()).toMatchObject({
      isDone: true,
      expected: 260,
      differences: { ...differences, deactivations_missed: 0, ids_learned: 0 },
    });
    expect(listCalls()).toBe(6);
    expect(await syncsInAudit()).toHaveLength(2);
  });

  test("of exactly two hundred takes two calls; of none, one", async () => {
    await sync();
    expect(listCalls()).toBe(1);
    addAtIncrease(200, "many");
    expect(await sync()).toMatchObject({ pages: 2, seen: 200 });
    expect(listCalls()).toBe(3);
  });

  test("is for operators and owners; a viewer may look at it", async () => {
    await expectRefused(portal, "group_1", (context) => sync(context));
    await expectRefused(portal, "group_1", (context) => readSync(context), { viewer: null });
    const viewer = portal.createContext(staffActor("viewer"));
    expect(await readSync(viewer)).toBeNull();
    await sync();
    expect(await readSync(viewer)).toMatchObject({ isDone: true });
    expect(listCalls()).toBe(1);
  });
});

describe("a sync in parts", () => {
  test("stops at its deadline and goes on from there: no page is read twice, and there is one entry at the end", async () => {
    await makeDifferences();
    await sync();
    portal.simulator.world.requestLog.clear();
    for (const pages of [1, 2]) {
      const { context, deadline } = stopsAfter(1);
      expect(await syncConnections(context, { deadline })).toMatchObject({
        isDone: false,
        pages,
        expected: 260,
      });
      expect(await readSync(operator.act())).toMatchObject({ isDone: false, pages, expected: 260 });
      expect(await syncsInAudit()).toHaveLength(1);
    }
    expect(await sync()).toMatchObject({ isDone: true, pages: 3, seen: 260, expected: 260 });
    expect(listCalls()).toBe(3);
    expect(new Set(cursors()).size).toBe(3);
    expect(await syncsInAudit()).toHaveLength(2);
  });

  test("adds up what its parts found", async () => {
    await makeDifferences();
    const first = stopsAfter(1);
    await syncConnections(first.context, { deadline: first.deadline });
    expect(await sync()).toMatchObject({ isDone: true, pages: 3, seen: 260, differences });
  });

  test("with a deadline in the past does nothing, and harms nothing", async () => {
    await makeDifferences();
    const deadline = new Date(portal.services.now().getTime() - 1_000);
    expect(await syncConnections(operator.act(), { deadline })).toMatchObject({
      isDone: false,
      pages: 0,
      seen: 0,
    });
    expect(listCalls()).toBe(0);
    expect(await syncsInAudit()).toEqual([]);
    expect(await sync()).toMatchObject({ isDone: true, pages: 3, differences });
  });

  test("whose place Increase has forgotten begins anew, and counts nothing twice", async () => {
    await makeDifferences();
    await portal.setSwitch("cursor_lifetime", "ten_minutes");
    const first = stopsAfter(2);
    await syncConnections(first.context, { deadline: first.deadline });
    await portal.advance(660);
    expect(await sync()).toMatchObject({ isDone: true, pages: 3, seen: 260, differences });
  });

  test.each(upstreamFailures.filter(([name]) => !["400", "409", "503", "half a body"].includes(name)))(
    "that meets %s in the middle names it, keeps what it has, and goes on",
    async (_name, fault, code, words) => {
      await makeDifferences();
      await portal.control("faults", { path: listPath, after: 1, ...fault });
      await expect(sync()).rejects.toMatchObject({ code, safeMessage: expect.stringMatching(words) });
      expect(await readSync(operator.act())).toMatchObject({ isDone: false, pages: 1, seen: 100 });
      expect(await syncsInAudit()).toEqual([]);
      const failed = listCalls();
      expect(await sync()).toMatchObject({ isDone: true, pages: 3, seen: 260, differences });
      expect(listCalls() - failed).toBe(2);
      expect(await syncsInAudit()).toEqual([{ ...differences, pages: 3, seen: 260 }]);
    },
  );

  test("whose first page fails names it, and the next one begins", async () => {
    await makeDifferences();
    await portal.control("faults", { path: listPath, status: 401, reason: "no_credential" });
    await expect(sync()).rejects.toMatchObject({
      code: "increase_refused",
      safeMessage: expect.stringContaining("invalid_api_key_error, no_credential, 401"),
    });
    expect(await sync()).toMatchObject({ isDone: true, pages: 3, differences });
  });

  test("that fails after its list was read reads no page of it again", async () => {
    await makeDifferences();
    await portal.control("faults", { path: "/live/oauth_applications", status: 500 });
    await expect(sync()).rejects.toMatchObject({ code: "increase_unavailable" });
    expect(await syncsInAudit()).toEqual([]);
    expect(await sync()).toMatchObject({ isDone: true, pages: 3, seen: 260, differences });
    expect(listCalls()).toBe(3);
    expect(await syncsInAudit()).toEqual([{ ...differences, pages: 3, seen: 260 }]);
  });

  test("whose entry can't be written is not done; the next one is", async () => {
    const { db } = portal.services;
    await db.execute(
      sql`alter table audit_entries add constraint full_disk check (action <> 'connections.synced')`,
    );
    await expect(sync()).rejects.toThrow();
    expect(await readSync(operator.act())).toMatchObject({ isDone: false });
    await db.execute(sql`alter table audit_entries drop constraint full_disk`);
    expect(await sync()).toMatchObject({ isDone: true, pages: 1 });
    expect(await syncsInAudit()).toHaveLength(1);
  });
});

describe("at the same time", () => {
  test("two people: one syncs, the other is told, and nothing is read twice", async () => {
    await makeDifferences();
    await portal.control("faults", { path: listPath, latency_ms: 200 });
    const both = await Promise.allSettled([sync(), sync()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    expect(listCalls()).toBe(3);
    expect(await syncsInAudit()).toHaveLength(1);
  });

  test("one whose time is over while a page is on its way does not write over who went on", async () => {
    await makeDifferences();
    await portal.control("faults", { path: listPath, latency_ms: 800 });
    const slow = syncConnections(operator.act(), {
      deadline: new Date(portal.services.now().getTime() + 200),
    });
    slow.catch(() => undefined);
    await expect.poll(listCalls).toBe(1);
    await portal.advance(1);
    expect(await sync()).toMatchObject({ isDone: true, pages: 3, differences });
    await expect(slow).rejects.toMatchObject({ code: "conflict" });
    expect(await readSync(operator.act())).toMatchObject({ isDone: true, pages: 3, seen: 260 });
    expect(await syncsInAudit()).toHaveLength(1);
  });

  test("a sync and the cron's reconciliation repair everything once", async () => {
    await makeDifferences();
    const cron = reconcileConnections(portal.createContext(), {
      state: null,
      deadline: inFuture(),
      save: async () => {},
    });
    const [mine, its] = await Promise.all([sync(), cron]);
    expect(mine.isDone && its.isDone).toBe(true);
    expect(mine.differences.deactivations_missed + its.drift.deactivations_missed).toBe(30);
    const ends = (await auditRows(portal)).filter(({ action }) => action === "connection.deactivated");
    expect(ends).toHaveLength(30);
    expect((await heldRows()).filter(({ is_held, is_ours }) => is_held !== is_ours)).toEqual([]);
  });
});

describe("what only one side has", () => {
  test("one that Increase's list is without is marked, since when, until the list has it again", async () => {
    const { connected, oauthConnectionId } = await connectGroup(portal);
    await portal.advance(1);
    const { state } = portal.simulator.world;
    const taken = state.connections;
    state.connections = taken.filter(({ id }) => id !== oauthConnectionId);
    expect(await sync()).toMatchObject({ differences: { only_here: 1 } });
    const { missingSince } = await readConnection(portal, connected.connectionId);
    expect(missingSince).toBeInstanceOf(Date);
    await portal.advance(60);
    await sync();
    expect(await readConnection(portal, connected.connectionId)).toMatchObject({ missingSince });
    state.connections = taken;
    expect(await sync()).toMatchObject({ differences: { only_here: 0 } });
    expect(await readConnection(portal, connected.connectionId)).toMatchObject({ missingSince: null });
  });

  test("one that was missing and has been connected anew is not missing", async () => {
    const { groupId, connected, oauthConnectionId } = await connectGroup(portal);
    await portal.advance(1);
    const { state } = portal.simulator.world;
    state.connections = state.connections.filter(({ id }) => id !== oauthConnectionId);
    await sync();
    await signIn(portal, groupId);
    expect(await readConnection(portal, connected.connectionId)).toMatchObject({ missingSince: null });
  });

  test("one made after the walk began is not missing for that", async () => {
    const first = stopsAfter(1);
    addAtIncrease(150, "many");
    await syncConnections(first.context, { deadline: first.deadline });
    await connectGroup(portal);
    expect(await sync()).toMatchObject({ isDone: true, differences: { only_here: 0 } });
  });

  test("a reconnect leaves its old grant at Increase, which a sync then shows as only there", async () => {
    const { groupId, oauthConnectionId } = await connectGroup(portal);
    await portal.advance(60);
    const { outcome } = await signIn(portal, groupId);
    if (outcome.kind !== "signed_in") throw new Error("not signed in");
    const newId = await findConnectionId(portal.createContext(), outcome.connected);
    await sync();
    expect((await heldRows()).map(({ id, is_held }) => [id, is_held]).toSorted()).toEqual(
      [
        [newId, true],
        [oauthConnectionId, false],
      ].toSorted(),
    );
  });

  test("one that takes its id while its page is being written down is held, whoever was first", async () => {
    const { groupId, connected, oauthConnectionId } = await connectGroup(portal);
    const { db } = portal.services;
    const [row] = await listOauthConnectionsOfGroup(db, groupId, platform.application.id);
    if (row === undefined) throw new Error("nothing was heard of it");
    await db.execute(
      sql`update connections set oauth_connection_id = null where id = ${connected.connectionId}`,
    );
    await db.execute(sql`update oauth_connections set is_held = false`);
    let syncing: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await putOauthConnections(tx, [row]);
      syncing = sync();
      await expect
        .poll(async () => {
          const waits = sql`select 1 from pg_locks where not granted and locktype = 'transactionid'`;
          return (await selectRows(portal, z.unknown(), waits)).length;
        })
        .toBeGreaterThan(0);
      await updateConnection(tx, groupId, connected.connectionId, { oauthConnectionId });
      await noteHeld(tx, oauthConnectionId);
    });
    await syncing;
    expect(await heldRows()).toEqual([{ id: oauthConnectionId, is_held: true, is_ours: true }]);
    clearFaults(portal);
  });
});
