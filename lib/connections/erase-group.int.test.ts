import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { insertConnection } from "@/db/queries/connections";
import { findOauthConnection, putOauthConnections } from "@/db/queries/oauth-connections";
import { upsertUser } from "@/db/queries/users";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import { runReconcile } from "../crons";
import {
  auditRows,
  dumpDatabase,
  makeOperator,
  readConnection,
  selectRows,
  strangersTo,
  until,
} from "../testing/connection-acts";
import { deliver, deliverBody, makeConnectionEvent, makeEvent, processAll } from "../testing/deliveries";
import { leaveTraces, rowsNaming, tellPlatform } from "../testing/group-traces";
import { connectGroup, makeGroup, signIn } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { disconnect, eraseGroup, findConnectionId } from ".";

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterAll(() => portal.close());

const erase = (groupId: string, isDryRun = false) =>
  eraseGroup(portal.createContext(), { groupId, isDryRun });
const leave = (groupId: string) =>
  disconnect(portal.createContext({ kind: "customer", groupId, sessionId: "" }), { groupId });
const erasuresOf = async (groupId: string) =>
  (await auditRows(portal, { groupId })).filter(({ action }) => action === "group.erased");
const tablesNaming = async (words: string[]) => [...(await rowsNaming(portal, words)).keys()].toSorted();

async function connectAndLeave() {
  const connected = await connectGroup(portal, { accounts: 1 });
  await leave(connected.groupId);
  return connected;
}

/** Columns that say whose a row is, by the names that this database gives them. */
const ofGroups = sql`select distinct table_name as name from information_schema.columns
  where table_schema = 'public' and column_name ~ '(^|_)(group_id|connection_id|user_id|provider_account_id)$'`;

describe("a group that has left", () => {
  test("has nothing left in any table but the audit log; another group's rows are untouched", async () => {
    const mine = await leaveTraces(portal, operator.act);
    const other = await leaveTraces(portal, operator.act);
    const otherWords = [...other.ownIds, other.endedId, other.standingId];
    const tables = await tablesNaming(mine.ownIds);
    // Whoever adds a table of groups adds it to leaveTraces, and then this erases it or fails below.
    const known = await selectRows(portal, z.object({ name: z.string() }), ofGroups);
    expect(known.length).toBeGreaterThan(10);
    const namedEver = new Set([...tables, ...mine.tablesOfConnected]);
    expect(known.map(({ name }) => name).filter((name) => !namedEver.has(name))).toEqual([]);

    const before = await rowsNaming(portal, otherWords);
    const erasure = await erase(mine.groupId);
    expect(await tablesNaming(mine.ownIds)).toEqual(["audit_entries"]);
    // Increase's own ids name no group. That one of them has ended is kept, so that it stays so.
    expect(await tablesNaming([mine.standingId])).toEqual(["audit_entries"]);
    expect(await tablesNaming([mine.endedId])).toEqual(["audit_entries", "oauth_connections"]);
    expect(await rowsNaming(portal, otherWords)).toEqual(before);
    const touched = Object.keys({ ...erasure.deleted, ...erasure.emptied });
    expect(touched.toSorted()).toEqual(tables.filter((table) => table !== "audit_entries"));
    expect(erasure).toMatchObject({ openAlerts: 0, standing: [mine.standingId] });
    const { deleted, emptied } = erasure;
    expect(await erasuresOf(mine.groupId)).toMatchObject([
      {
        actor_kind: "system",
        target_id: mine.groupId,
        after: { deleted, emptied, standing: [mine.standingId] },
      },
    ]);
  });

  test("is counted by a dry run as it is erased, and nothing is changed by it", async () => {
    const { groupId } = await leaveTraces(portal, operator.act);
    const before = await dumpDatabase(portal);
    const dry = await erase(groupId, true);
    expect(await dumpDatabase(portal)).toEqual(before);
    expect(await erase(groupId)).toEqual(dry);
    expect(dry.deleted).toMatchObject({ connections: 2, users: 1 });
  });

  test("can be erased again, and at once: what is gone is not told of twice", async () => {
    const { groupId } = await connectAndLeave();
    const both = await Promise.all([erase(groupId), erase(groupId), erase(groupId)]);
    expect(both.map(({ deleted }) => deleted.connections ?? 0).toSorted()).toEqual([0, 0, 1]);
    expect((await erase(groupId)).deleted).toEqual({});
    expect(await erasuresOf(groupId)).toHaveLength(1);
    await deliver(portal, makeEvent(), { groupId });
    expect((await erase(groupId)).deleted).toEqual({ webhook_events: 1 });
    expect(await erasuresOf(groupId)).toHaveLength(2);
  });

  test("signs in again as if for the first time", async () => {
    const { groupId, connected } = await connectAndLeave();
    await portal.advance(120);
    await erase(groupId);
    const { outcome } = await signIn(portal, groupId);
    if (outcome.kind !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(outcome)}`);
    expect(outcome.connected).toMatchObject({ groupId, generation: 1 });
    expect(outcome.connected.connectionId).not.toBe(connected.connectionId);
    expect(await findConnectionId(portal.createContext(), outcome.connected)).not.toBeNull();
    const last = (await auditRows(portal, { groupId })).slice(-2).map(({ action }) => action);
    expect(last).toEqual(["connection.connected", "connection.identified"]);
  });

  test("keeps an alert that the platform has not been told yet, until it has", async () => {
    const { groupId, oauthConnectionId } = await connectGroup(portal);
    await portal.control(`connections/${oauthConnectionId}/deactivate`);
    await deliver(portal, makeConnectionEvent("deactivated", oauthConnectionId));
    await processAll(portal);
    expect(await erase(groupId)).toMatchObject({ openAlerts: 1, standing: [] });
    expect(await tablesNaming([groupId])).toEqual(["alerts", "audit_entries"]);
    await portal.advance(3_600);
    expect(await tellPlatform(portal)).toBeGreaterThan(0);
    expect(await erase(groupId)).toMatchObject({ openAlerts: 0, deleted: { alerts: 1 } });
    expect(await tablesNaming([groupId])).toEqual(["audit_entries"]);
  });
});

describe("what Increase says afterwards", () => {
  const reconcile = () =>
    runReconcile(portal.createContext(), { deadline: new Date(portal.services.now().getTime() + 30_000) });
  const atIncrease = (id: string) => findOauthConnection(portal.services.db, id);

  test("a late end of an erased connection, seen here or not, is processed and changes nothing", async () => {
    const { groupId, endedId, standingId } = await leaveTraces(portal, operator.act);
    await erase(groupId);
    for (const id of [endedId, standingId]) {
      const event = makeConnectionEvent("deactivated", id);
      await deliver(portal, event);
      await processAll(portal);
      const stored = await findWebhookEvent(portal.services.db, { environment: "live", eventId: event.id });
      expect(stored).toMatchObject({ state: "processed", groupId: null });
      expect(await atIncrease(id)).toMatchObject({ status: "inactive", groupId: null });
    }
    expect(await tablesNaming([groupId])).toEqual(["audit_entries"]);
  });

  test("a connection that has ended comes back neither to life nor to its group, whatever is heard of it", async () => {
    const { groupId, endedId, standingId } = await leaveTraces(portal, operator.act);
    await erase(groupId);
    const { services } = portal;
    const createdAt = services.now();
    await putOauthConnections(services.db, [
      { id: endedId, groupId, oauthApplicationId: "app", status: "active", createdAt, seenAt: createdAt },
    ]);
    expect(await atIncrease(endedId)).toMatchObject({ status: "inactive", groupId: null });
    await deliver(portal, makeConnectionEvent("created", endedId));
    await processAll(portal);
    await reconcile();
    expect(await atIncrease(endedId)).toMatchObject({ status: "inactive", groupId: null });
    // A grant that stands at Increase is Increase's to tell of, until it is revoked there.
    expect(await atIncrease(standingId)).toMatchObject({ status: "active", groupId });
    await portal.control(`connections/${standingId}/deactivate`);
    await reconcile();
    expect(await erase(groupId)).toMatchObject({ standing: [], emptied: { oauth_connections: 1 } });
    await reconcile();
    expect(await tablesNaming([groupId])).toEqual(["audit_entries"]);
  });

  test("a connection that still stands is told of by each run until its end is heard of, and by none after", async () => {
    const { groupId, standingId } = await leaveTraces(portal, operator.act);
    // Beside another, too: the one that comes second finds no row of it.
    for (const { standing } of await Promise.all([erase(groupId), erase(groupId)])) {
      expect(standing).toEqual([standingId]);
    }
    expect(await erase(groupId, true)).toMatchObject({ deleted: {}, emptied: {}, standing: [standingId] });
    await reconcile();
    expect(await erase(groupId)).toMatchObject({ standing: [standingId] });
    await portal.control(`connections/${standingId}/deactivate`);
    expect(await erase(groupId)).toMatchObject({ standing: [standingId] });
    // The event names no group; the list that is read afterwards does, and must not put it back.
    await deliver(portal, makeConnectionEvent("deactivated", standingId));
    await processAll(portal);
    expect(await erase(groupId)).toMatchObject({ emptied: { oauth_connections: 1 }, standing: [] });
    expect(await erase(groupId)).toMatchObject({ deleted: {}, emptied: {}, standing: [] });
    await reconcile();
    expect(await tablesNaming([groupId])).toEqual(["audit_entries"]);
  });

  test("its events are not fetched again from Increase's list, where they would count as missed", async () => {
    const own = () => selectRows(portal, z.object({ event_id: z.string() }), ofConnection);
    const [mine, other] = [await connectAndLeave(), await connectAndLeave()];
    const id = mine.oauthConnectionId;
    const ofConnection = sql`select event_id from webhook_events where associated_object_id = ${id}`;
    for (const each of [id, other.oauthConnectionId]) await portal.control(`connections/${each}/deactivate`);
    await portal.advance(600);
    await reconcile();
    await reconcile();
    expect((await own()).length).toBeGreaterThan(0);
    expect(await erase(mine.groupId)).toMatchObject({ standing: [], emptied: { oauth_connections: 1 } });
    expect(await own()).toEqual([]);
    // As if the list had never been read: what was erased is left out, what was lost is found.
    await portal.services.db.execute(sql`delete from jobs`);
    await portal.services.db.execute(
      sql`delete from webhook_events where associated_object_id = ${other.oauthConnectionId}`,
    );
    const run = await reconcile();
    expect(await own()).toEqual([]);
    expect(run).toMatchObject({ drift: { live_events_missed: 2 } });
  });

  test("an end that is heard of before its group still learns whose it was", async () => {
    const { groupId } = await makeGroup(portal);
    const [id, createdAt] = [`connection_early_${groupId}`, portal.services.now()];
    await putOauthConnections(portal.services.db, [{ id, status: "inactive" }]);
    const listed = { id, groupId, status: "inactive", createdAt, seenAt: createdAt };
    await putOauthConnections(portal.services.db, [listed]);
    expect(await atIncrease(id)).toMatchObject({ groupId });
  });

  test("another customer's leaving, sent on under the erased group's id, is not erased with it", async () => {
    const [mine, other] = [await connectAndLeave(), await connectGroup(portal)];
    const event = makeConnectionEvent("deactivated", other.oauthConnectionId);
    await deliver(portal, event, { groupId: mine.groupId });
    expect(await erase(mine.groupId)).toMatchObject({ emptied: { webhook_events: 1 } });
    expect(await tablesNaming([mine.groupId])).toEqual(["audit_entries"]);
    await processAll(portal);
    expect((await readConnection(portal, other.connected.connectionId)).state).toBe("deactivated");
  });

  test("an event that two deliveries give to two groups stays nobody's, without the erased one's name", async () => {
    const mine = await connectAndLeave();
    const event = makeEvent();
    await deliver(portal, event, { groupId: mine.groupId });
    await deliver(portal, event, { groupId: "group_another" });
    await processAll(portal);
    await erase(mine.groupId);
    const stored = await findWebhookEvent(portal.services.db, { environment: "live", eventId: event.id });
    expect(stored?.attribution).toBe("unattributed");
    expect(stored?.headers).not.toHaveProperty("increase-group-id");
    expect(stored?.headers).toHaveProperty("webhook-id");
  });
});

test("a group's id in a header that came twice is not left behind", async () => {
  const { groupId } = await connectAndLeave();
  const event = makeEvent();
  await deliver(portal, event, { groupId: `${groupId}, group_another` });
  await processAll(portal);
  expect(await erase(groupId)).toMatchObject({ emptied: { webhook_events: 1 } });
  expect(await tablesNaming([groupId])).toEqual(["audit_entries"]);
});

describe("an event that is not understood", () => {
  const bodies = sql`select encode(body, 'hex') as body, state, claimed_group_id,
    headers ->> 'increase-group-id' as header from webhook_events where category is null`;
  const shape = z.object({
    body: z.string().transform((hex) => Buffer.from(hex, "hex").toString()),
    state: z.string(),
    claimed_group_id: z.string().nullable(),
    header: z.string().nullable(),
  });
  const riddles = (part: string) =>
    selectRows(portal, shape, bodies).then((rows) => rows.filter(({ body }) => body.includes(part)));

  test("goes where its body has the group's id as a whole word, and stays where it has a longer one", async () => {
    const { groupId } = await connectAndLeave();
    const whole = [`{"about":"${groupId}"}`, groupId, `\0${groupId}\0`, `é${groupId}é`, `[\\"${groupId}\\"]`];
    const longer = [`${groupId}2`, `x${groupId}`, `my_${groupId}`, `${groupId}-2`, `\\303${groupId}`];
    for (const body of [...whole, ...longer.map((id) => `{"about":"${id}"}`)])
      await deliverBody(portal, body);
    expect(await riddles(groupId)).toHaveLength(10);
    expect((await erase(groupId)).deleted).toMatchObject({ webhook_events: whole.length });
    const left = (await riddles(groupId)).map(({ body }) => body);
    expect(left.toSorted()).toEqual(longer.map((id) => `{"about":"${id}"}`).toSorted());
  });

  test("is not deleted for the header alone, which is not signed: it only loses the name", async () => {
    const { groupId } = await connectAndLeave();
    const body = `{"a new form of":"another's leaving","beside":"${groupId}s"}`;
    await deliverBody(portal, body, { groupId });
    expect(await riddles(body)).toMatchObject([{ claimed_group_id: groupId, header: groupId }]);
    const { deleted, emptied } = await erase(groupId);
    expect(deleted).not.toHaveProperty("webhook_events");
    expect(emptied).toMatchObject({ webhook_events: 1 });
    expect(await riddles(body)).toEqual([{ body, state: "dead", claimed_group_id: null, header: null }]);
  });
});

describe("a group that is connected", () => {
  test.each(["active", "needs_reconnect"])("is refused while it is %s, and keeps all", async (state) => {
    const { groupId } = await connectGroup(portal);
    await portal.services.db.execute(
      sql`update connections set state = ${state} where group_id = ${groupId}`,
    );
    const before = await dumpDatabase(portal);
    for (const isDryRun of [false, true]) {
      await expect(erase(groupId, isDryRun)).rejects.toMatchObject({
        code: "conflict",
        safeMessage: expect.stringContaining("Nothing was erased; have it disconnected first"),
      });
    }
    expect(await dumpDatabase(portal)).toEqual(before);
  });

  test("for the first time, at this moment, keeps what its sign-in has stored", async () => {
    const { db, now } = portal.services;
    const { groupId } = await makeGroup(portal);
    await deliver(portal, makeEvent(), { groupId });
    let erasing: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await upsertUser(tx, groupId, "increase");
      erasing = erase(groupId).catch((error: unknown) => error);
      const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await until(async () => (await selectRows(portal, z.unknown(), waiting)).length > 0);
      const at = { connectedAt: now(), stateChangedAt: now() };
      await insertConnection(tx, { groupId, state: "active", scope: "read_only", ...at });
    });
    expect(await erasing).toMatchObject({ code: "conflict" });
    expect(await tablesNaming([groupId])).toEqual(["accounts", "connections", "users", "webhook_events"]);
  });

  test("again at this moment is erased before or not at all: whoever signs in is signed in, ten times", async () => {
    const { groupId } = await connectAndLeave();
    for (let round = 0; round < 10; round += 1) {
      const [erased, { outcome }] = await Promise.all([
        erase(groupId).catch((error: unknown) => error),
        signIn(portal, groupId),
      ]);
      if (outcome.kind !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(outcome)}`);
      if (erased instanceof Error) expect(erased).toMatchObject({ code: "conflict" });
      const held = await readConnection(portal, outcome.connected.connectionId);
      expect(held).toMatchObject({ state: "active", tokens: [{ environment: "live" }] });
      const tables = await tablesNaming([groupId]);
      expect(tables).toEqual(expect.arrayContaining(["accounts", "connections", "sessions", "users"]));
      await leave(groupId);
    }
  });
});

test.each(["group_unknown", "", "a\0b"])(
  "the unknown group %j is refused, and nothing stays of it",
  async (id) => {
    const before = await dumpDatabase(portal);
    await expect(erase(id)).rejects.toMatchObject({
      code: "not_found",
      safeMessage: expect.stringContaining("Nothing was erased; look at the id again"),
    });
    expect(await dumpDatabase(portal)).toEqual(before);
  },
);

test("an id that was cut off is refused, and nothing is gone of the groups whose ids begin with it", async () => {
  const { groupId } = await leaveTraces(portal, operator.act);
  const connected = await connectGroup(portal);
  for (const whole of [groupId, connected.groupId]) {
    await deliverBody(portal, JSON.stringify({ about: whole, also: "group_" }));
  }
  const before = await dumpDatabase(portal);
  for (const id of ["group_", "group", groupId.slice(0, -1), connected.groupId.slice(0, -1)]) {
    for (const isDryRun of [true, false]) {
      await expect(erase(id, isDryRun)).rejects.toMatchObject({
        code: "not_found",
        safeMessage: expect.stringContaining("Nothing was erased; look at the id again"),
      });
    }
  }
  expect(await dumpDatabase(portal)).toEqual(before);
});

test("nobody erases from a page, whoever they are", async () => {
  const { groupId } = await connectAndLeave();
  const before = await dumpDatabase(portal);
  const people = strangersTo(groupId).flatMap(([, actor]) => (actor?.kind === "system" ? [] : [actor]));
  for (const actor of [...people, staffActor("owner")]) {
    const context = portal.createContext(actor);
    await expect(eraseGroup(context, { groupId })).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await dumpDatabase(portal)).toEqual(before);
});
