import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { findNewestConnection } from "@/db/queries/connections";
import { findGroupChange } from "@/db/queries/group-changes";
import { switchTable } from "@/simulator/switches";
import { runReconcile } from "../crons";
import { processAll } from "../testing/deliveries";
import { makeGroup, signIn } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { receiveFromSimulator } from "../testing/webhook-receiver";
import { listEvents } from ".";

let portal: TestPortal;
let receiver: { close(): Promise<void> };

beforeAll(async () => {
  portal = await startTestPortal({ env: { INCREASE_LEGACY_SIGNATURE: "true" } });
  receiver = await receiveFromSimulator(portal);
});
afterEach(async () => {
  for (const [name, { values }] of Object.entries(switchTable)) await portal.setSwitch(name, values[0]);
});
afterAll(async () => {
  await portal.close();
  await receiver.close();
});

/** What Increase's documentation leaves open about events and connections: everything but the consent page. */
const everySetting = Object.entries(switchTable).flatMap(([name, { values }]) =>
  values.map((value): [string, string] => [name, value]),
);

async function arrive(): Promise<void> {
  await portal.control("deliveries/flush");
  await processAll(portal);
}

async function connectionsOf(groupId: string) {
  const answer = await fetch(`${portal.simulator.url}/_sim/connections?group_id=${groupId}`);
  const connection = z.object({ id: z.string(), status: z.string(), environment: z.string() });
  return z.object({ data: z.array(connection) }).parse(await answer.json()).data;
}

const newest = (groupId: string) => findNewestConnection(portal.services.db, groupId);
const deadEvents = async () => {
  const staff = portal.createContext(staffActor("viewer"));
  return (await listEvents(staff, { filter: { state: "dead" } })).events;
};

describe.each(everySetting)("where Increase answers %s with %s", (name, value) => {
  beforeEach(() => portal.setSwitch(name, value));

  test("events alone keep a connection true, from its first day to its last", async () => {
    const { groupId } = await makeGroup(portal, { accounts: 1 });
    await signIn(portal, groupId);
    await arrive();
    const connected = await newest(groupId);
    const [atIncrease] = await connectionsOf(groupId);
    expect(connected).toMatchObject({ state: "active", oauthConnectionId: atIncrease?.id });
    await portal.control("inbound_ach_transfers", { group_id: groupId });
    await arrive();
    expect((await findGroupChange(portal.services.db, groupId, "live"))?.version).toBe(2);
    await portal.control(`connections/${atIncrease?.id}/deactivate`);
    await arrive();
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
    expect(await deadEvents()).toEqual([]);
    const deadline = new Date(portal.services.now().getTime() + 30_000);
    const run = await runReconcile(portal.createContext(), { deadline });
    expect(run).toMatchObject({ isComplete: true, drift: { deactivations_missed: 0, ids_learned: 0 } });
  });
});

describe("what deliveries go through on their way", () => {
  test.each([
    ["twice", { duplicate: 3 }],
    ["in reverse", { reorder: true }],
    ["late", { delay_ms: 20 }],
  ])("%s, they end in the same state", async (_how, modes) => {
    await portal.control("delivery_modes", modes, "PATCH");
    const { groupId } = await makeGroup(portal, { accounts: 1 });
    await signIn(portal, groupId);
    const [atIncrease] = await connectionsOf(groupId);
    await portal.control("inbound_ach_transfers", { group_id: groupId });
    await portal.control(`connections/${atIncrease?.id}/deactivate`);
    await arrive();
    await portal.control("delivery_modes", { duplicate: 1, reorder: false, delay_ms: 0 }, "PATCH");
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
  });

  test("dropped or signed with an old secret, they are made up for by the reconciliation", async () => {
    for (const modes of [{ drop: true }, { secret: "whsec_of_last_year" }]) {
      await portal.control("delivery_modes", modes, "PATCH");
      const { groupId } = await makeGroup(portal);
      await signIn(portal, groupId);
      const [atIncrease] = await connectionsOf(groupId);
      await portal.control(`connections/${atIncrease?.id}/deactivate`);
      await arrive();
      expect(await newest(groupId)).toMatchObject({ state: "active" });
      await portal.control("delivery_modes", { drop: false, secret: null }, "PATCH");
      const deadline = new Date(portal.services.now().getTime() + 30_000);
      await runReconcile(portal.createContext(), { deadline });
      expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
    }
  });

  test("under another group's header, they show nothing to that group", async () => {
    const [owner, other] = [await makeGroup(portal, { accounts: 1 }), await makeGroup(portal)];
    for (const { groupId } of [owner, other]) await signIn(portal, groupId);
    await arrive();
    await portal.control("inbound_ach_transfers", { group_id: owner.groupId });
    await portal.control("deliveries/flush");
    await portal.control("delivery_modes", { group_id: other.groupId }, "PATCH");
    await portal.control(`connections/${(await connectionsOf(owner.groupId))[0]?.id}/deactivate`);
    await arrive();
    await portal.control("delivery_modes", { group_id: null }, "PATCH");
    expect(await newest(other.groupId)).toMatchObject({ state: "active" });
    expect(await newest(owner.groupId)).toMatchObject({ state: "deactivated" });
    expect(await findGroupChange(portal.services.db, other.groupId, "live")).toBeNull();
  });
});
