import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findNewestConnection } from "@/db/queries/connections";
import { findGroupChange } from "@/db/queries/group-changes";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import { claimDueEvents } from "@/db/queries/webhook-events";
import type { IncreaseEnvironment } from "../increase";
import { deliver, makeConnectionEvent, makeEvent, processAll } from "../testing/deliveries";
import { connectGroup } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { upstreamCategories } from "./handlers";
import { processConnectionEvents } from "./process-connection-events";
import { processEvents } from "./process-events";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
beforeEach(async () => {
  await processAll(portal);
});
afterAll(() => portal.close());

const find = (eventId: string, environment: IncreaseEnvironment = "live") =>
  findWebhookEvent(portal.services.db, { environment, eventId });
const versionOf = async (groupId: string, environment: IncreaseEnvironment = "live") =>
  (await findGroupChange(portal.services.db, groupId, environment))?.version ?? 0;
/** Longer than any wait between two attempts. */
const eightHours = 8 * 3_600;

/** Makes every write about a group's changes fail, as a poison event would. */
async function poison(groupId: string): Promise<void> {
  await portal.services.db.execute(
    sql.raw(`
    create or replace function refuse_${groupId}() returns trigger language plpgsql as
      $$ begin raise exception 'secret words of the database'; end $$;
    create trigger refuse_${groupId} before insert or update on group_changes
      for each row when (new.group_id = '${groupId}') execute function refuse_${groupId}();
  `),
  );
}

describe("an event of a connected group", () => {
  test.each(["account.created", "transaction.created", "inbound_ach_transfer.updated", "group.updated"])(
    "%s marks the group's data as changed, once",
    async (category) => {
      const { groupId } = await connectGroup(portal);
      const event = makeEvent({ category });
      await deliver(portal, event, { groupId });
      await processAll(portal);
      await deliver(portal, event, { groupId });
      await processAll(portal);
      expect(await versionOf(groupId)).toBe(1);
      expect(await versionOf(groupId, "sandbox")).toBe(0);
      expect(await find(event.id)).toMatchObject({
        state: "processed",
        attribution: "group",
        groupId,
        attempts: [{ outcome: "processed" }],
      });
    },
  );

  test.each([
    "group.heartbeat",
    "teapot.boiled",
    "real_time_decision.card_authorization_requested",
    "constructor",
    "__proto__",
  ])("%s is kept, and marks nothing", async (category) => {
    const { groupId } = await connectGroup(portal);
    const event = makeEvent({ category });
    await deliver(portal, event, { groupId });
    await processAll(portal);
    expect(await versionOf(groupId)).toBe(0);
    expect(await find(event.id)).toMatchObject({ state: "processed", attribution: "group", category });
  });

  test("in the sandbox marks its sandbox alone", async () => {
    const { groupId } = await connectGroup(portal);
    await deliver(portal, makeEvent(), { groupId, environment: "sandbox" });
    await processAll(portal);
    expect([await versionOf(groupId), await versionOf(groupId, "sandbox")]).toEqual([0, 1]);
  });
});

describe("the header Increase-Group-Id", () => {
  test("absent: the event is the platform's own", async () => {
    const event = makeEvent();
    await deliver(portal, event);
    await processAll(portal);
    expect(await find(event.id)).toMatchObject({ attribution: "platform", groupId: null });
  });

  test("of a group that is not connected here attributes nothing, and marks nothing", async () => {
    const event = makeEvent();
    await deliver(portal, event, { groupId: "group_unknown" });
    await processAll(portal);
    expect(await find(event.id)).toMatchObject({ attribution: "unattributed", groupId: null });
    expect(await versionOf("group_unknown")).toBe(0);
  });

  test("changed on an authentic delivery ends in nobody's hands", async () => {
    const [one, other] = [await connectGroup(portal), await connectGroup(portal)];
    const event = makeEvent();
    await deliver(portal, event, { groupId: one.groupId });
    await processAll(portal);
    await deliver(portal, event, { groupId: other.groupId });
    await processAll(portal);
    expect(await versionOf(other.groupId)).toBe(0);
    expect(await find(event.id)).toMatchObject({ attribution: "unattributed", groupId: null });
  });

  test("never decides whose connection ends", async () => {
    const [leaving, staying] = [await connectGroup(portal), await connectGroup(portal)];
    await portal.control(`connections/${leaving.oauthConnectionId}/deactivate`);
    const event = makeConnectionEvent("deactivated", leaving.oauthConnectionId);
    await deliver(portal, event, { groupId: staying.groupId });
    await processAll(portal);
    const states = [leaving, staying].map(({ groupId }) => findNewestConnection(portal.services.db, groupId));
    expect(await Promise.all(states)).toMatchObject([{ state: "deactivated" }, { state: "active" }]);
  });
});

describe("an event that can't be processed", () => {
  test("is tried eight times, then kept as a dead letter; others are not held up", async () => {
    const { groupId } = await connectGroup(portal);
    const healthy = await connectGroup(portal);
    await poison(groupId);
    const [bad, good] = [makeEvent(), makeEvent()];
    await deliver(portal, bad, { groupId });
    await deliver(portal, good, { groupId: healthy.groupId });
    expect(await processAll(portal)).toMatchObject({ failed: 1 });
    expect(await find(good.id)).toMatchObject({ state: "processed" });
    expect(await versionOf(healthy.groupId)).toBe(1);
    for (let attempt = 2; attempt <= 8; attempt += 1) {
      expect(await find(bad.id)).toMatchObject({ state: "pending", failures: attempt - 1 });
      await processAll(portal);
      expect(await find(bad.id)).toMatchObject({ failures: attempt - 1 });
      await portal.advance(eightHours);
      await processAll(portal);
    }
    const dead = await find(bad.id);
    expect(dead).toMatchObject({ state: "dead", failures: 8 });
    expect(dead?.attempts).toHaveLength(8);
    expect(JSON.stringify(dead?.attempts)).not.toContain("secret words");
    await portal.advance(eightHours);
    expect(await processAll(portal)).toMatchObject({ failed: 0 });
  });

  test("because Increase does not answer waits for it", async () => {
    const id = "connection_slow";
    await portal.control("faults", { path: `/live/oauth_connections/${id}`, status: 500, times: 1 });
    const event = makeConnectionEvent("created", id);
    await deliver(portal, event);
    await processAll(portal);
    expect(await find(event.id)).toMatchObject({
      state: "pending",
      attempts: [{ outcome: "failed", error: expect.stringContaining("unavailable") }],
    });
    await portal.advance(60);
    await processAll(portal);
    expect(await find(event.id)).toMatchObject({ state: "processed" });
  });

  test("in a process that is gone is taken over when its claim runs out, and that counts", async () => {
    const { db, now } = portal.services;
    const event = makeConnectionEvent("created", "connection_unknown");
    await deliver(portal, event);
    const until = new Date(now().getTime() + 60_000);
    const claim = { now: now(), limit: 9, categories: upstreamCategories, until };
    expect(await claimDueEvents(db, claim)).toHaveLength(1);
    await processAll(portal);
    expect(await find(event.id)).toMatchObject({ state: "pending", failures: 0 });
    await portal.advance(61);
    await processAll(portal);
    expect(await find(event.id)).toMatchObject({ state: "processed", failures: 1 });
  });
});

test("twenty who process at once share the work: each event has its effect once", async () => {
  const groups = await Promise.all(Array.from({ length: 4 }, () => connectGroup(portal)));
  const events = groups.flatMap(({ groupId }) =>
    Array.from({ length: 50 }, () => ({ groupId, event: makeEvent() })),
  );
  await Promise.all(events.map(({ groupId, event }) => deliver(portal, event, { groupId })));
  await Promise.all(Array.from({ length: 20 }, () => processAll(portal)));
  await processAll(portal);
  expect(await Promise.all(groups.map(({ groupId }) => versionOf(groupId)))).toEqual([50, 50, 50, 50]);
});

test("a customer who leaves does not wait behind others' transactions", async () => {
  const { groupId, oauthConnectionId } = await connectGroup(portal);
  for (let count = 0; count < 30; count += 1) await deliver(portal, makeEvent(), { groupId });
  await deliver(portal, makeConnectionEvent("deactivated", oauthConnectionId));
  const deadline = new Date(portal.services.now().getTime() + 60_000);
  await processConnectionEvents(portal.createContext(), { limit: 1, deadline });
  expect(await findNewestConnection(portal.services.db, groupId)).toMatchObject({ state: "deactivated" });
});

test("nobody but the system processes", async () => {
  const limits = { limit: 1, deadline: new Date() };
  for (const actor of [
    null,
    { kind: "customer" as const, groupId: "group_1", sessionId: "" },
    staffActor("owner"),
  ]) {
    await expect(processEvents(portal.createContext(actor), limits)).rejects.toMatchObject({
      code: "not_found",
    });
  }
});
