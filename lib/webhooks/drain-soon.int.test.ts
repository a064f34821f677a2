import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findGroupChange } from "@/db/queries/group-changes";
import { deliver, makeEvent, processAll } from "../testing/deliveries";
import { connectGroup } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { drainSoon, joinDrain } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const versionOf = async (groupId: string) =>
  (await findGroupChange(portal.services.db, groupId, "live"))?.version ?? 0;

test("whoever asks while another is at work finds its own event processed as well", async () => {
  const { groupId } = await connectGroup(portal);
  await Promise.all(
    Array.from({ length: 60 }, async () => {
      await deliver(portal, makeEvent(), { groupId });
      await drainSoon(portal.createContext());
    }),
  );
  expect(await versionOf(groupId)).toBe(60);
});

test("an event that joins a drain at work is processed by it", async () => {
  const { groupId } = await connectGroup(portal);
  await deliver(portal, makeEvent(), { groupId });
  expect(joinDrain(portal.createContext())).toBe(false);
  const drained = drainSoon(portal.createContext());
  await deliver(portal, makeEvent(), { groupId });
  expect(joinDrain(portal.createContext())).toBe(true);
  await drained;
  expect(joinDrain(portal.createContext())).toBe(false);
  expect(await versionOf(groupId)).toBe(2);
});

test("after a database that failed, the next one works again", async () => {
  const { groupId } = await connectGroup(portal);
  const { db } = portal.services;
  await deliver(portal, makeEvent(), { groupId });
  await db.execute(sql`alter table webhook_events rename to webhook_events_away`);
  await drainSoon(portal.createContext());
  await db.execute(sql`alter table webhook_events_away rename to webhook_events`);
  expect(portal.logLines()).toContain("events wait for the cron");
  expect(await versionOf(groupId)).toBe(0);
  await drainSoon(portal.createContext());
  await processAll(portal);
  expect(await versionOf(groupId)).toBe(1);
});

test("one that hangs stops no later one, and does not end it when it goes on", async () => {
  const { groupId } = await connectGroup(portal);
  const context = portal.createContext();
  await deliver(portal, makeEvent(), { groupId });
  const drains = await portal.services.db.transaction(async (tx) => {
    await tx.execute(sql`lock table webhook_events in access exclusive mode`);
    const hanging = drainSoon(context);
    await portal.advance(299);
    expect(joinDrain(context)).toBe(true);
    expect(drainSoon(context)).toBe(hanging);
    await portal.advance(1);
    expect(joinDrain(context)).toBe(false);
    const next = drainSoon(context);
    expect(next).not.toBe(hanging);
    expect(joinDrain(context)).toBe(true);
    return [hanging, next];
  });
  await Promise.all(drains);
  expect(joinDrain(context)).toBe(false);
  expect(await versionOf(groupId)).toBe(1);
});
