import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertReconciliation } from "@/db/queries/reconciliations";
import { disconnect, openGroup } from "../connections";
import { runReconcile } from "../crons";
import { getCurrentGroup } from "../increase";
import { deliver, makeEvent, processAll } from "../testing/deliveries";
import { connectGroup, signIn } from "../testing/sign-in";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { readAttention, readConnectionHistory, readEventActivity } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const viewer = () => portal.createContext(staffActor("viewer"));
const none = { active: 0, needs_reconnect: 0, disconnected: 0, deactivated: 0 };

/** Whether an act is on one day or the next must not depend on when the test runs. */
async function atNoon(ofPortal: TestPortal) {
  const now = ofPortal.services.now();
  const noon = new Date(now);
  noon.setUTCHours(12, 0, 0, 0);
  if (noon < now) noon.setUTCDate(noon.getUTCDate() + 1);
  await ofPortal.advance(Math.ceil((noon.getTime() - now.getTime()) / 1000));
}

const day = 86_400;

async function refuseToken(ofPortal: TestPortal, groupId: string) {
  const fault = { path: "/live/groups/current", group_id: groupId, times: 2, status: 401 };
  await ofPortal.control("faults", { ...fault, reason: "deleted_credential" });
  const group = await openGroup(ofPortal.createContext(), groupId, "live");
  await group.call(getCurrentGroup).catch(() => undefined);
}

describe("connections by state over time", () => {
  test("are exact after a known history", async () => {
    const own = await startTestPortal();
    const read = async () =>
      (await readConnectionHistory(own.createContext(staffActor("viewer")))).map(({ counts }) => counts);
    expect(await read()).toEqual(Array.from({ length: 30 }, () => none));
    await atNoon(own);
    // Day one: three connect.
    const [stays, leaves, ends] = [await connectGroup(own), await connectGroup(own), await connectGroup(own)];
    await own.advance(day);
    // Day two: the first is refused; the second leaves, by itself.
    await refuseToken(own, stays.groupId);
    const customer = { kind: "customer" as const, groupId: leaves.groupId, sessionId: "" };
    await disconnect(own.createContext(customer), { groupId: leaves.groupId });
    await own.advance(day);
    // Day three: the first reconnects, the third is ended at Increase, and the second comes back as a new one.
    await signIn(own, stays.groupId);
    await own.control(`connections/${ends.oauthConnectionId}/deactivate`);
    const deadline = new Date(own.services.now().getTime() + 30_000);
    await runReconcile(own.createContext(), { deadline });
    await signIn(own, leaves.groupId);
    expect((await read()).slice(-4)).toEqual([
      none,
      { ...none, active: 3 },
      { ...none, active: 1, needs_reconnect: 1, disconnected: 1 },
      { ...none, active: 2, disconnected: 1, deactivated: 1 },
    ]);
    await own.advance(2 * day);
    expect((await read()).slice(-4).map(({ active }) => active)).toEqual([1, 2, 2, 2]);
    // Past the thirty days nothing of it is a change any more.
    await own.advance(40 * day);
    const later = await read();
    expect(later).toEqual(Array.from({ length: 30 }, () => later.at(-1)));
    await own.close();
  });

  test("take no other audit entry of a connection for a change of its state", async () => {
    const own = await startTestPortal();
    await atNoon(own);
    await connectGroup(own);
    await own.advance(day);
    await own.services.db.execute(sql`
      insert into audit_entries (at, actor_kind, action, target_kind, target_id, before, after)
      values (${own.services.now().toISOString()}, 'staff', 'connection.tested', 'connection', 'x', null, '{"state":"active"}'),
             (${own.services.now().toISOString()}, 'staff', 'x', 'connection', 'x', '{"state":"active"}', '{"state":"active"}'),
             (${own.services.now().toISOString()}, 'staff', 'x', 'connection', 'x', '{"state":"active"}', '{}'),
             (${own.services.now().toISOString()}, 'staff', 'connection.connected', 'group', 'x', null, '{"state":"active"}')`);
    const days = await readConnectionHistory(own.createContext(staffActor("viewer")));
    expect(days.slice(-3).map(({ counts }) => counts.active)).toEqual([0, 1, 1]);
    await own.close();
  });
});

test("events are counted by the hour in which they came, and by what became of them", async () => {
  const own = await startTestPortal();
  const { db, now } = own.services;
  await atNoon(own);
  for (let each = 0; each < 4; each += 1) await deliver(own, makeEvent());
  await processAll(own);
  const [late, dead] = [makeEvent(), makeEvent()];
  await deliver(own, late);
  await deliver(own, dead);
  await db.execute(sql`update webhook_events set state = 'dead' where event_id = ${dead.id}`);
  const thisHour = new Date(Math.floor(now().getTime() / 3_600_000) * 3_600_000);
  await db.execute(
    sql`update webhook_events set received_at = ${new Date(thisHour.getTime() - 23 * 3_600_000).toISOString()} where event_id = ${late.id}`,
  );
  await db.execute(sql`
    update webhook_events set received_at = ${new Date(thisHour.getTime() - 23 * 3_600_000 - 1).toISOString()}
    where event_id = (select event_id from webhook_events where state = 'processed' limit 1)`);
  const hours = await readEventActivity(own.createContext(staffActor("viewer")));
  expect(hours).toHaveLength(24);
  expect(hours.at(-1)).toEqual({ hour: thisHour, processed: 3, pending: 0, dead: 1 });
  expect(hours[0]).toMatchObject({ processed: 0, pending: 1, dead: 0 });
  expect(
    hours.slice(1, -1).every(({ processed, pending, dead: failed }) => processed + pending + failed === 0),
  ).toBe(true);
  await own.close();
});

describe("what needs attention", () => {
  const nothing = {
    needsReconnect: 0,
    unidentified: 0,
    onlyAtIncrease: 0,
    onlyHere: 0,
    deadEvents: 0,
    overdueEvents: 0,
    givenUpAlerts: 0,
    staleDeliveries: [],
  };

  test("is nothing where two owners and a fresh reconciliation look after nothing", async () => {
    const own = await startTestPortal();
    const context = own.createContext(staffActor("viewer"));
    expect(await readAttention(context)).toMatchObject({
      ...nothing,
      owners: 0,
      lastReconciliation: null,
      lastCompleteAt: null,
      isReconciliationLate: true,
    });
    for (const role of ["owner", "owner", "operator"] as const) await makeStaff(own, role);
    const deadline = new Date(own.services.now().getTime() + 30_000);
    await runReconcile(own.createContext(), { deadline });
    expect(await readAttention(context)).toMatchObject({
      ...nothing,
      owners: 2,
      isReconciliationLate: false,
    });
    await own.close();
  });

  test("is counted, each thing for itself", async () => {
    const { db, now } = portal.services;
    const [refused, unknown, missing] = [
      await connectGroup(portal),
      await connectGroup(portal),
      await connectGroup(portal),
    ];
    await connectGroup(portal);
    await refuseToken(portal, refused.groupId);
    await db.execute(
      sql`update connections set oauth_connection_id = null where group_id = ${unknown.groupId}`,
    );
    await db.execute(sql`update connections set missing_since = now() where group_id = ${missing.groupId}`);
    const at = now().toISOString();
    await db.execute(sql`
      insert into oauth_connections (id, group_id, status, created_at, is_held)
      values ('connection_there', 'group_there', 'active', ${at}, false),
             ('connection_ended', 'group_there', 'inactive', ${at}, false),
             ('connection_heard', null, null, null, false)`);
    const [dead, overdue, due] = [makeEvent(), makeEvent(), makeEvent()];
    for (const event of [dead, overdue, due]) await deliver(portal, event);
    await db.execute(sql`update webhook_events set state = 'dead' where event_id = ${dead.id}`);
    await db.execute(
      sql`update webhook_events set due_at = due_at - interval '16 minutes' where event_id = ${overdue.id}`,
    );
    const ago = (days: number) => new Date(now().getTime() - days * 86_400_000).toISOString();
    await db.execute(sql`
      insert into alerts (type, data, created_at, due_at, given_up_at)
      values ('x', '{}', ${ago(1)}, ${at}, ${at}), ('x', '{}', ${ago(8)}, ${at}, ${at}), ('x', '{}', ${ago(1)}, ${at}, null)`);
    await db.execute(sql`
      insert into stale_deliveries (environment, count, last_at, last_skew_seconds)
      values ('live', 3, ${at}, 400), ('sandbox', 9, ${ago(2)}, 400)`);
    expect(await readAttention(viewer())).toMatchObject({
      needsReconnect: 1,
      unidentified: 1,
      onlyAtIncrease: 1,
      onlyHere: 1,
      deadEvents: 1,
      overdueEvents: 1,
      givenUpAlerts: 1,
      staleDeliveries: [{ environment: "live", count: 3, lastSkewSeconds: 400 }],
    });
  });

  test("is a reconciliation that has not come to its end in an hour, however often it was tried", async () => {
    const { db, now } = portal.services;
    const minutesAgo = (minutes: number) => new Date(now().getTime() - minutes * 60_000);
    const run = (minutes: number, isComplete: boolean) =>
      insertReconciliation(db, {
        startedAt: minutesAgo(minutes + 1),
        finishedAt: minutesAgo(minutes),
        isComplete,
        drift: { ids_learned: minutes },
      });
    await run(59, true);
    expect(await readAttention(viewer())).toMatchObject({ isReconciliationLate: false });
    await db.execute(sql`truncate reconciliations`);
    await run(61, true);
    await run(5, false);
    expect(await readAttention(viewer())).toMatchObject({
      isReconciliationLate: true,
      lastCompleteAt: expect.any(Date),
      lastReconciliation: { isComplete: false, drift: { ids_learned: 5 } },
    });
  });
});

describe("who may", () => {
  test.each([
    ["nobody", null, "not_signed_in"],
    ["a customer", { kind: "customer", groupId: "group_1", sessionId: "" }, "not_found"],
    ["the system", { kind: "system" }, "not_found"],
  ] as const)("not %s", async (_who, actor, code) => {
    const context = portal.createContext(actor);
    for (const read of [readAttention, readConnectionHistory, readEventActivity]) {
      await expect(read(context)).rejects.toMatchObject({ code });
    }
  });

  test.each(["viewer", "operator", "owner"] as const)("a %s may", async (role) => {
    const context = portal.createContext(staffActor(role));
    for (const read of [readAttention, readConnectionHistory, readEventActivity]) {
      await expect(read(context)).resolves.toBeDefined();
    }
  });
});
