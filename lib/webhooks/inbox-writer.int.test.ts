import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import { webhookEventsIn } from "../testing/counts";
import { deliver, makeEvent } from "../testing/deliveries";
import { watchStatements } from "../testing/statements";
import { startTestPortal, type TestPortal } from "../testing/test-portal";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => portal.close());

const find = (eventId: string) => findWebhookEvent(portal.services.db, { environment: "live", eventId });

test("deliveries that come together share statements, and each is stored as its own", async () => {
  await webhookEventsIn(portal.services.db);
  const statements = watchStatements();
  const events = Array.from({ length: 200 }, (_none, index) =>
    makeEvent({ associated_object_id: `transaction_${index}` }),
  );
  const receipts = await Promise.all(
    events.map((event, index) => deliver(portal, event, { groupId: `group_${index}` })),
  );
  const sent = statements();
  expect(new Set(receipts.map(({ kind }) => kind))).toEqual(new Set(["stored"]));
  expect(sent).toBeLessThan(100);
  for (const [index, event] of events.entries()) {
    expect(await find(event.id)).toMatchObject({
      body: Buffer.from(JSON.stringify(event)),
      associatedObjectId: `transaction_${index}`,
      claimedGroupId: `group_${index}`,
      headers: { "increase-group-id": `group_${index}` },
    });
  }
});

test("the same event many times at once is one row, and two groups' claims on it are seen", async () => {
  const [same, doubted] = [makeEvent(), makeEvent()];
  const before = await webhookEventsIn(portal.services.db);
  await Promise.all([
    ...Array.from({ length: 50 }, () => deliver(portal, same, { groupId: "group_a" })),
    deliver(portal, doubted, { groupId: "group_a" }),
    deliver(portal, doubted, { groupId: "group_b" }),
  ]);
  expect(await webhookEventsIn(portal.services.db)).toBe(before + 2);
  expect(await find(same.id)).toMatchObject({ claimedGroupId: "group_a", attribution: null });
  expect(await find(doubted.id)).toMatchObject({ claimedGroupId: null, attribution: "unattributed" });
});

test("what a failed statement held is acknowledged to nobody, and the next one works", async () => {
  const { db } = portal.services;
  await db.execute(sql`alter table webhook_events rename to webhook_events_away`);
  const events = Array.from({ length: 20 }, () => makeEvent());
  const outcomes = await Promise.allSettled(events.map((event) => deliver(portal, event)));
  await db.execute(sql`alter table webhook_events_away rename to webhook_events`);
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  for (const { id } of events) expect(await find(id)).toBeNull();
  await Promise.all(events.map((event) => deliver(portal, event)));
  for (const { id } of events) expect(await find(id)).toMatchObject({ state: "pending" });
});
