import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listAuditEntries } from "../audit";
import type { Actor, StaffRole } from "../context";
import { deliver, makeEvent } from "../testing/deliveries";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { exportEvents, type EventFilter } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const as = (role: StaffRole) => portal.createContext(staffActor(role));
const exportsInAudit = async () =>
  (await listAuditEntries(as("viewer"), { filter: { action: "events.exported" } })).entries;

/** Many events of a category, of few moments, so that pages end in the middle of one. */
async function receiveMany(category: string, count: number): Promise<void> {
  await portal.services.db.execute(sql`
    insert into webhook_events (environment, event_id, source, body, headers, received_at, category, state, due_at)
    select case n % 2 when 0 then 'live' else 'sandbox' end, 'event_' || n / 2, 'delivery', '{}', '{}',
      timestamptz '2026-01-01T00:00:00Z' + make_interval(secs => n / 300), ${category}, 'processed', now()
    from generate_series(1, ${count}::int) as n`);
}

async function keysOf(filter: EventFilter, onRow: (count: number) => Promise<void> = async () => undefined) {
  const keys: string[] = [];
  const { actor } = await makeStaff(portal, "viewer");
  for await (const { environment, eventId } of await exportEvents(portal.createContext(actor), { filter })) {
    await onRow(keys.length);
    keys.push(`${environment}/${eventId}`);
  }
  return keys;
}

describe("who may take the events", () => {
  const others: [string, Actor | null, string][] = [
    ["nobody", null, "not_signed_in"],
    ["a customer", { kind: "customer", groupId: "group_1", sessionId: "" }, "not_found"],
    ["the system", { kind: "system" }, "not_found"],
  ];

  test.each(others)("not %s, and the refusal leaves no entry", async (_who, actor, code) => {
    await expect(exportEvents(portal.createContext(actor))).rejects.toMatchObject({ code });
    expect(await exportsInAudit()).toEqual([]);
  });
});

test("every event that fits is there exactly once, though new ones come while it is read", async () => {
  const category = "card.updated";
  await receiveMany(category, 1_203);
  const keys = await keysOf({ category }, async (count) => {
    if (count === 1 || count === 600) await deliver(portal, makeEvent({ category }));
  });
  expect(keys).toHaveLength(1_203);
  expect(new Set(keys).size).toBe(1_203);
});

test("what does not fit is not there", async () => {
  const [mine, other] = [
    makeEvent({ category: "account.created" }),
    makeEvent({ category: "account.updated" }),
  ];
  for (const event of [mine, other]) await deliver(portal, event);
  await deliver(portal, mine, { environment: "sandbox" });
  expect(await keysOf({ category: "account.created", environment: "live" })).toEqual([`live/${mine.id}`]);
});

test("it stands in the audit log once, with its filter, before its first row is read", async () => {
  const { actor } = await makeStaff(portal, "viewer");
  const receivedFrom = new Date("2026-01-02T00:00:00Z");
  await exportEvents(portal.createContext(actor), {
    filter: { state: "dead", groupId: "group_1", receivedFrom },
  });
  const mine = (await exportsInAudit()).filter(({ actorId }) => actorId === actor.staffId);
  expect(mine).toMatchObject([
    {
      targetKind: "event",
      groupId: "group_1",
      after: { filter: { state: "dead", groupId: "group_1", receivedFrom: receivedFrom.toISOString() } },
    },
  ]);
});

test.each([{ groupId: "a\u0000" }, { category: "" }, { receivedFrom: new Date(-1) }])(
  "the filter %j is bad input, and nothing is written down",
  async (filter) => {
    const before = await exportsInAudit();
    await expect(exportEvents(as("viewer"), { filter })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await exportsInAudit()).toEqual(before);
  },
);

test("a database that fails in the middle fails the reading, and the log says so", async () => {
  const rows = await exportEvents(as("viewer"));
  await portal.services.db.execute(sql`alter table webhook_events rename to webhook_events_away`);
  try {
    await expect(rows[Symbol.asyncIterator]().next()).rejects.toThrow();
  } finally {
    await portal.services.db.execute(sql`alter table webhook_events_away rename to webhook_events`);
  }
  expect(portal.logLines()).toContain("a download failed in the middle");
});
