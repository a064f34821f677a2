import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Actor, StaffRole } from "../context";
import { deliver, deliverBody, makeEvent, processAll } from "../testing/deliveries";
import { findGroupChange } from "@/db/queries/group-changes";
import { connectGroup } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { eventsPerPage, getEvent, listEvents, replayEvents, type EventFilter } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const as = (role: StaffRole) => portal.createContext(staffActor(role, { staffId: `staff_${role}` }));
const idsOf = async (filter: EventFilter) =>
  (await listEvents(as("viewer"), { filter })).events.map(({ eventId }) => eventId);
const live = (eventId: string) => ({ environment: "live", eventId }) as const;

async function replaysInAudit() {
  const row = z.object({ actor_id: z.string(), target_id: z.string(), after: z.unknown() });
  const answer = await portal.services.db.execute(
    sql`select actor_id, target_id, after from audit_entries where action = 'event.replayed' order by id`,
  );
  return z.object({ rows: z.array(row) }).parse(answer).rows;
}

describe("who may", () => {
  const others: [string, Actor | null, string][] = [
    ["nobody", null, "not_signed_in"],
    ["a customer", { kind: "customer", groupId: "group_1", sessionId: "" }, "not_found"],
    ["the system", { kind: "system" }, "not_found"],
  ];

  test.each(others)("not %s: events are the staff's", async (_who, actor, code) => {
    const event = makeEvent();
    await deliver(portal, event);
    const context = portal.createContext(actor);
    await expect(listEvents(context)).rejects.toMatchObject({ code });
    await expect(getEvent(context, live(event.id))).rejects.toMatchObject({ code });
    await expect(replayEvents(context, { keys: [live(event.id)] })).rejects.toMatchObject({ code });
  });

  test("a viewer reads; only from operator on may anybody replay", async () => {
    const event = makeEvent();
    await deliver(portal, event);
    await processAll(portal);
    const keys = [live(event.id)];
    expect((await getEvent(as("viewer"), live(event.id))).eventId).toBe(event.id);
    await expect(replayEvents(as("viewer"), { keys })).rejects.toMatchObject({ code: "not_allowed" });
    expect(await replayEvents(as("operator"), { keys })).toBe(1);
    await processAll(portal);
    expect(await replayEvents(as("owner"), { keys })).toBe(1);
  });
});

describe("the list", () => {
  test("is filtered by environment, group, category, state and time", async () => {
    const { groupId } = await connectGroup(portal);
    const [mine, sandbox, own, broken] = [makeEvent(), makeEvent(), makeEvent(), makeEvent()];
    await deliver(portal, mine, { groupId });
    await deliver(portal, sandbox, { groupId, environment: "sandbox" });
    await deliver(portal, { ...own, category: "account.updated" });
    await deliverBody(portal, JSON.stringify({ id: broken.id }));
    await processAll(portal);
    expect((await idsOf({ groupId })).toSorted()).toEqual([mine.id, sandbox.id].toSorted());
    expect(await idsOf({ groupId, environment: "sandbox" })).toEqual([sandbox.id]);
    expect(await idsOf({ category: "account.updated" })).toEqual([own.id]);
    expect(await idsOf({ state: "dead" })).toEqual([broken.id]);
    const { receivedAt } = await getEvent(as("viewer"), live(own.id));
    expect(await idsOf({ receivedFrom: receivedAt })).toContain(own.id);
    expect(await idsOf({ receivedBefore: receivedAt })).not.toContain(own.id);
  });

  test("goes on page by page, newest first, though new events come in between", async () => {
    const sent: string[] = [];
    for (let count = 0; count < eventsPerPage + 7; count += 1) {
      const event = makeEvent({ category: "card.updated" });
      await deliver(portal, event);
      sent.unshift(event.id);
    }
    const filter = { category: "card.updated" };
    const first = await listEvents(as("viewer"), { filter });
    await deliver(portal, makeEvent(filter));
    const second = await listEvents(as("viewer"), { filter, cursor: first.nextCursor ?? "" });
    const seen = [...first.events, ...second.events];
    expect(seen.map(({ eventId }) => eventId).toSorted()).toEqual(sent.toSorted());
    const times = seen.map(({ receivedAt }) => receivedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(second.nextCursor).toBeNull();
  });

  test.each(["nonsense", "", "W10", Buffer.from('["x","y","z"]').toString("base64url")])(
    "from the unknown place «%s» is bad input",
    async (cursor) => {
      await expect(listEvents(as("viewer"), { cursor })).rejects.toMatchObject({ code: "invalid_input" });
    },
  );
});

test("a filter that no column could hold is bad input", async () => {
  for (const filter of [{ groupId: "a\u0000" }, { category: "" }, { receivedFrom: new Date(8.64e15) }]) {
    await expect(listEvents(as("viewer"), { filter })).rejects.toMatchObject({ code: "invalid_input" });
  }
});

describe("one event", () => {
  test("shows its payload as it came, its headers and every attempt", async () => {
    const event = makeEvent();
    const body = `{ "id": "${event.id}",\n "note": "a\\u0000b" }`;
    await deliverBody(portal, body);
    const received = await getEvent(as("viewer"), live(event.id));
    expect(received).toMatchObject({ payload: body, state: "dead", attempts: [{ outcome: "failed" }] });
    expect(received.headers["webhook-id"]).toMatch(/^msg_/);
    expect(JSON.stringify(received)).not.toMatch(/v1,/);
  });

  test("that is unknown, or of the other environment, is not found", async () => {
    const event = makeEvent();
    await deliver(portal, event);
    const elsewhere = { environment: "sandbox", eventId: event.id } as const;
    for (const key of [live("event_unknown"), elsewhere, live("event\u0000"), live("\ud800")]) {
      await expect(getEvent(as("viewer"), key)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("a replay", () => {
  test("has the event processed anew, and stands in the audit log once", async () => {
    const { groupId } = await connectGroup(portal);
    const event = makeEvent();
    await deliver(portal, event, { groupId });
    await processAll(portal);
    const before = await replaysInAudit();
    const keys = [live(event.id), live(event.id)];
    expect(await replayEvents(as("operator"), { keys })).toBe(1);
    expect(await replayEvents(as("operator"), { keys })).toBe(0);
    await processAll(portal);
    expect(await getEvent(as("viewer"), live(event.id))).toMatchObject({
      state: "processed",
      attempts: [{ outcome: "processed" }, { outcome: "processed" }],
    });
    expect((await replaysInAudit()).slice(before.length)).toEqual([
      { actor_id: "staff_operator", target_id: "2 events", after: expect.objectContaining({ revived: 1 }) },
    ]);
  });

  test("of a group's event has its effect again, and stays that group's, also when it has left", async () => {
    const { groupId } = await connectGroup(portal);
    const event = makeEvent();
    await deliver(portal, event, { groupId });
    await processAll(portal);
    const versionOf = async () => (await findGroupChange(portal.services.db, groupId, "live"))?.version;
    expect(await versionOf()).toBe(1);
    await replayEvents(as("operator"), { keys: [live(event.id)] });
    await processAll(portal);
    expect(await versionOf()).toBe(2);
    await portal.services.db.execute(
      sql`update connections set state = 'disconnected' where group_id = ${groupId}`,
    );
    await replayEvents(as("operator"), { keys: [live(event.id)] });
    await processAll(portal);
    const whose = await getEvent(as("viewer"), live(event.id));
    expect(whose).toMatchObject({ state: "processed", attribution: "group", groupId });
  });

  test("of all that failed since a moment takes those, and no others", async () => {
    const [early, late, fine] = [makeEvent(), makeEvent(), makeEvent()];
    for (const event of [early, late, fine]) await deliver(portal, event);
    await processAll(portal);
    await portal.services.db.execute(sql`
      update webhook_events set state = 'dead', failures = 8 where event_id in (${early.id}, ${late.id})`);
    await portal.services.db.execute(
      sql`update webhook_events set received_at = received_at - interval '1 day' where event_id = ${early.id}`,
    );
    const deadSince = new Date(portal.services.now().getTime() - 3_600_000);
    expect(await replayEvents(as("operator"), { deadSince })).toBeGreaterThanOrEqual(1);
    await processAll(portal);
    const states = await Promise.all(
      [early, late, fine].map(async ({ id }) => (await getEvent(as("viewer"), live(id))).state),
    );
    expect(states).toEqual(["dead", "processed", "processed"]);
  });

  test("of what can't be understood fails at once again, and stays", async () => {
    const event = makeEvent();
    await deliverBody(portal, JSON.stringify({ id: event.id }));
    expect(await replayEvents(as("operator"), { keys: [live(event.id)] })).toBe(1);
    await processAll(portal);
    const received = await getEvent(as("viewer"), live(event.id));
    expect(received.state).toBe("dead");
    expect(received.attempts.map(({ outcome }) => outcome)).toEqual(["failed", "failed"]);
  });

  test("of nothing, or of too much at once, is bad input", async () => {
    const many = Array.from({ length: 501 }, (_, index) => live(`event_${index}`));
    for (const keys of [[], many]) {
      await expect(replayEvents(as("operator"), { keys })).rejects.toMatchObject({ code: "invalid_input" });
    }
  });
});
