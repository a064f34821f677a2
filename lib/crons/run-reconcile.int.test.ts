import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findNewestConnection } from "@/db/queries/connections";
import { findJob } from "@/db/queries/jobs";
import { findLastReconciliation } from "@/db/queries/reconciliations";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import { switchTable } from "@/simulator/switches";
import { reconcileConnections, type WalkState } from "../connections";
import { webhookEventsIn } from "../testing/counts";
import { deliver, makeEvent } from "../testing/deliveries";
import { connectGroup, makeGroup, signIn } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { listEvents } from "../webhooks";
import { runReconcile } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(async () => {
  await fetch(`${portal.simulator.url}/_sim/faults`, { method: "DELETE" });
  for (const [name, { values }] of Object.entries(switchTable)) await portal.setSwitch(name, values[0]);
});
afterAll(() => portal.close());

const minutes = 60;
/** As many as one page of Increase's list has at the most. */
const increasePage = 100;
const newest = (groupId: string) => findNewestConnection(portal.services.db, groupId);
const in30s = () => new Date(portal.services.now().getTime() + 30_000);
const reconcile = () => runReconcile(portal.createContext(), { deadline: in30s() });
const staff = () => portal.createContext(staffActor("viewer"));

describe("with no webhook ever delivered", () => {
  test("a deactivation is found, applied and counted, once", async () => {
    const { groupId, oauthConnectionId } = await connectGroup(portal);
    await portal.control(`connections/${oauthConnectionId}/deactivate`);
    expect(await reconcile()).toMatchObject({
      status: "ran",
      isComplete: true,
      drift: { deactivations_missed: 1 },
    });
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
    expect(await findLastReconciliation(portal.services.db)).toMatchObject({
      isComplete: true,
      drift: { deactivations_missed: 1, only_at_increase: 0, only_here: 0 },
    });
    expect(await reconcile()).toMatchObject({ drift: { deactivations_missed: 0 } });
  });

  test("a connection learns its id, and that it has ended meanwhile", async () => {
    const [stays, leaves] = [await makeGroup(portal), await makeGroup(portal)];
    await signIn(portal, stays.groupId);
    await signIn(portal, leaves.groupId);
    const answer = await fetch(`${portal.simulator.url}/_sim/connections?group_id=${leaves.groupId}`);
    const { data } = await answer.json();
    await portal.control(`connections/${data[0].id}/deactivate`);
    expect(await reconcile()).toMatchObject({ drift: { ids_learned: 2 } });
    expect(await newest(stays.groupId)).toMatchObject({
      state: "active",
      oauthConnectionId: expect.stringMatching(/^connection_/),
    });
    expect(await newest(leaves.groupId)).toMatchObject({ state: "deactivated", tokens: [] });
  });

  test("events that never arrived are stored from Increase's own list, and processed", async () => {
    const { oauthConnectionId } = await connectGroup(portal);
    await reconcile();
    const isStored = async () => {
      const { events } = await listEvents(staff(), { filter: { category: "oauth_connection.created" } });
      return events.find((event) => event.associatedObjectId === oauthConnectionId);
    };
    // Nobody can say yet that its delivery is not on its way.
    expect(await isStored()).toBeUndefined();
    await portal.advance(6 * minutes);
    const run = await reconcile();
    expect(run).toMatchObject({ drift: { live_events_missed: expect.any(Number) } });
    expect(await isStored()).toMatchObject({ source: "list", state: "processed", attribution: "platform" });
    const before = await webhookEventsIn(portal.services.db);
    expect(await reconcile()).toMatchObject({ drift: { live_events_missed: 0, sandbox_events_missed: 0 } });
    expect(await webhookEventsIn(portal.services.db)).toBe(before);
  });

  test.each(["unlimited", "ten_minutes"])("a cursor that lives %s loses nothing", async (lifetime) => {
    await portal.setSwitch("cursor_lifetime", lifetime);
    const first = await connectGroup(portal);
    await portal.advance(6 * minutes);
    await reconcile();
    await portal.advance(20 * minutes);
    const second = await connectGroup(portal);
    await portal.advance(6 * minutes);
    await reconcile();
    const { events } = await listEvents(staff(), { filter: { category: "oauth_connection.created" } });
    const heard = events.map(({ associatedObjectId }) => associatedObjectId);
    expect(heard).toEqual(expect.arrayContaining([first.oauthConnectionId, second.oauthConnectionId]));
  });
});

test("a delivery that comes after all says whose a listed event was", async () => {
  await portal.setSwitch("connected_group_events", "listed");
  const { groupId } = await connectGroup(portal, { accounts: 1 });
  const sent = makeEvent({ category: "transaction.created" });
  const listed = {
    environment: "live" as const,
    eventId: sent.id,
    source: "list" as const,
    body: Buffer.from(JSON.stringify(sent)),
    headers: {},
    receivedAt: portal.services.now(),
    category: sent.category,
    associatedObjectId: sent.associated_object_id,
    associatedObjectType: sent.associated_object_type,
    attribution: "unattributed" as const,
    state: "pending" as const,
    dueAt: portal.services.now(),
  };
  const { putListedEvents } = await import("@/db/queries/webhook-events");
  expect(await putListedEvents(portal.services.db, [listed, listed].slice(0, 1))).toBe(1);
  await reconcile();
  const key = { environment: "live", eventId: sent.id } as const;
  expect(await findWebhookEvent(portal.services.db, key)).toMatchObject({
    state: "processed",
    attribution: "unattributed",
  });
  await deliver(portal, sent, { groupId });
  await reconcile();
  expect(await findWebhookEvent(portal.services.db, key)).toMatchObject({
    source: "delivery",
    state: "processed",
    attribution: "group",
    groupId,
  });
});

describe("a reconciliation", () => {
  test("leaves the work to another that is under way", async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, reconcile));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([
      "left_to_another",
      "left_to_another",
      "left_to_another",
      "ran",
    ]);
    const notSince = new Date(portal.services.now().getTime() - 5 * 60_000);
    const early = await runReconcile(portal.createContext(), { deadline: in30s(), notSince });
    expect(early).toEqual({ status: "left_to_another" });
  });

  test("done twice at the same moment repairs once", async () => {
    const { groupId, oauthConnectionId } = await connectGroup(portal);
    await portal.control(`connections/${oauthConnectionId}/deactivate`);
    const walk = () =>
      reconcileConnections(portal.createContext(), { state: null, deadline: in30s(), save: async () => {} });
    const runs = await Promise.all([walk(), walk(), walk()]);
    const repaired = runs.reduce((sum, { drift }) => sum + drift.deactivations_missed, 0);
    expect(repaired).toBe(1);
    expect(await newest(groupId)).toMatchObject({ state: "deactivated" });
  });

  // A hundred sign-ins take their time on a busy machine.
  test("that runs out of time goes on where it stopped, and reads no page twice", async () => {
    const own = await startTestPortal();
    for (let count = 0; count <= increasePage; count += 1) {
      const { groupId } = await makeGroup(own, { accounts: 0 });
      await signIn(own, groupId);
    }
    const states: WalkState[] = [];
    const save = async (state: WalkState) => void states.push(state);
    const deadline = new Date(own.services.now().getTime() + 30_000);
    const pageRead = { count: 0 };
    // Time runs out with the first page.
    const late = { ...own.createContext(), now: () => (pageRead.count > 0 ? deadline : own.services.now()) };
    const first = await reconcileConnections(late, {
      state: null,
      deadline,
      save: async (state) => {
        pageRead.count += 1;
        await save(state);
      },
    });
    expect(first.isDone).toBe(false);
    const context = own.createContext();
    const second = await reconcileConnections(context, { state: states[0] ?? null, deadline, save });
    expect(second).toMatchObject({ isDone: true, drift: { ids_learned: increasePage + 1 } });
    const log = await fetch(`${own.simulator.url}/_sim/requests?path=/live/oauth_connections`);
    expect((await log.json()).data).toHaveLength(2);
    await own.close();
  }, 60_000);

  test.each([{ status: 500 }, { status: 429 }, { html: true, status: 200 }, { drop: true }])(
    "that Increase answers with %o changes nothing, and says that it is not complete",
    async (fault) => {
      const { groupId } = await connectGroup(portal);
      await portal.control("faults", { path: "/live/oauth_connections", times: null, ...fault });
      expect(await reconcile()).toMatchObject({ status: "ran", isComplete: false });
      expect(await newest(groupId)).toMatchObject({ state: "active" });
      expect(await findJob(portal.services.db, "reconcile")).toMatchObject({ claim: null });
    },
  );

  test.each([
    ["no time of its making", { created_at: null }, 1],
    ["a time that PostgreSQL has none of", { created_at: "0000-01-01T00:00:00Z" }, 1],
    ["a NUL", { status: "a\0b" }, 1],
    ["half a surrogate pair", { group_id: "\ud800" }, 1],
    ["no id", { id: undefined }, 1],
    ["an id that comes twice", null, 0],
  ])("is not stopped by a row of Increase's with %s", async (_name, fields, unreadable) => {
    const { groupId, oauthConnectionId } = await connectGroup(portal);
    await portal.control(`connections/${oauthConnectionId}/deactivate`);
    const list = await fetch(`${portal.simulator.url}/_sim/connections?group_id=${groupId}`);
    const [row] = (await list.json()).data;
    const odd = { ...row, id: "connection_odd", group_id: "group_odd", ...fields };
    const data = fields === null ? [row, { ...row, status: "active", deleted_at: null }] : [odd, row];
    const answer = { data, next_cursor: null };
    await portal.control("faults", { path: "/live/oauth_connections", status: 200, times: null, answer });
    const told = () => portal.logLines().split("rows of Increase's connections could not be read").length;
    const before = told();
    expect(await reconcile()).toMatchObject({
      isComplete: true,
      drift: { deactivations_missed: 1, connections_unreadable: unreadable },
    });
    expect(told() - before).toBe(unreadable);
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
    expect(await findLastReconciliation(portal.services.db)).toMatchObject({
      drift: { connections_unreadable: unreadable },
    });
  });

  test("reads on past a whole page of events that can't be read", async () => {
    const own = await startTestPortal();
    await connectGroup(own);
    const { world } = own.simulator;
    const [event] = world.state.events;
    if (event === undefined) throw new Error("Increase makes an event of every connection");
    for (let count = 0; count < 2 * increasePage; count += 1) {
      const value = { ...event.value, id: `event_odd_${count}`, created_at: "lately" };
      world.state.events.push({ ...event, ...world.nextKey(), value });
    }
    await own.advance(60);
    const { oauthConnectionId } = await connectGroup(own);
    await own.advance(6 * minutes);
    const deadline = new Date(own.services.now().getTime() + 30_000);
    expect(await runReconcile(own.createContext(), { deadline })).toMatchObject({ isComplete: true });
    const { events } = await listEvents(own.createContext(staffActor("viewer")));
    expect(events.map((each) => each.associatedObjectId)).toContain(oauthConnectionId);
    await own.close();
  });

  test("counts what only one side has", async () => {
    const own = await startTestPortal();
    const here = await connectGroup(own);
    const there = await makeGroup(own);
    const answer = await own.control("authorize", {
      client_id: own.services.env.INCREASE_CLIENT_ID,
      scope: "read_only",
      group_id: there.groupId,
    });
    const { exchangeAuthorizationCode } = await import("../increase");
    await exchangeAuthorizationCode(own.services.increase, Object(answer).code);
    const { state } = own.simulator.world;
    state.connections = state.connections.filter(({ id }) => id !== here.oauthConnectionId);
    await own.advance(60);
    const deadline = new Date(own.services.now().getTime() + 30_000);
    const run = await runReconcile(own.createContext(), { deadline });
    expect(run).toMatchObject({ drift: { only_at_increase: 1, only_here: 1 } });
    await own.close();
  });

  test("lets go of events that were processed long ago, and of no dead letter", async () => {
    const [old, dead, young] = [makeEvent(), makeEvent(), makeEvent()];
    for (const event of [old, dead, young]) await deliver(portal, event);
    await reconcile();
    await portal.services.db.execute(sql`
      update webhook_events set received_at = received_at - interval '91 days' where event_id in (${old.id}, ${dead.id})`);
    await portal.services.db.execute(
      sql`update webhook_events set state = 'dead' where event_id = ${dead.id}`,
    );
    expect(await reconcile()).toMatchObject({ deletedEvents: 1 });
    const found = [old, dead, young].map(({ id }) =>
      findWebhookEvent(portal.services.db, { environment: "live", eventId: id }),
    );
    expect((await Promise.all(found)).map((event) => event?.state ?? null)).toEqual([
      null,
      "dead",
      "processed",
    ]);
  });

  test("is the system's alone", async () => {
    const owner = portal.createContext(staffActor("owner"));
    await expect(runReconcile(owner, { deadline: in30s() })).rejects.toMatchObject({ code: "not_found" });
    await expect(runReconcile(portal.createContext(null), { deadline: in30s() })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
