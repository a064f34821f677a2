import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { putToken } from "@/db/queries/connection-tokens";
import { findNewestConnection, listUnidentifiedConnections } from "@/db/queries/connections";
import { findEndedSession } from "@/db/queries/sessions";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import { switchTable } from "@/simulator/switches";
import { hashSessionToken } from "../auth/session-token";
import { runReconcile } from "../crons";
import type { IncreaseEnvironment } from "../increase";
import { deliver, makeConnectionEvent, processAll } from "../testing/deliveries";
import { connectGroup, makeGroup, signIn } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { Secret } from "../vault";
import { processConnectionEvents } from "../webhooks/process-connection-events";
import { disconnect, findConnectionId, reconcileConnections } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(async () => {
  for (const [name, { values }] of Object.entries(switchTable)) await portal.setSwitch(name, values[0]);
});
afterAll(() => portal.close());

const newest = (groupId: string) => findNewestConnection(portal.services.db, groupId);
const deactivate = (id: string) => portal.control(`connections/${id}/deactivate`);
const hear = async (id: string, environment: IncreaseEnvironment = "live") => {
  const event = makeConnectionEvent("deactivated", id);
  await deliver(portal, event, { environment });
  await processAll(portal);
  return event;
};

async function select<T>(row: z.ZodType<T>, query: ReturnType<typeof sql>): Promise<T[]> {
  return z.object({ rows: z.array(row) }).parse(await portal.services.db.execute(query)).rows;
}

async function signedInOnly(groupId: string) {
  const { outcome } = await signIn(portal, groupId);
  if (outcome.kind !== "signed_in") throw new Error("not signed in");
  return outcome.connected;
}

async function connectionsAtIncrease(groupId: string): Promise<string[]> {
  const answer = await fetch(`${portal.simulator.url}/_sim/connections?group_id=${groupId}`);
  const { data } = z.object({ data: z.array(z.object({ id: z.string() })) }).parse(await answer.json());
  return data.map(({ id }) => id);
}

async function addSandboxToken(connectionId: string, groupId: string): Promise<void> {
  const owner = { connectionId, groupId, environment: "sandbox" } as const;
  const { services } = portal;
  await putToken(services.db, {
    connectionId,
    environment: "sandbox",
    generation: 1,
    sealed: services.vault.seal(new Secret("a sandbox token"), owner),
    mintedAt: services.now(),
  });
}

describe("a customer who leaves at Increase", () => {
  test("is gone here: tokens, sessions, and the platform is told", async () => {
    const { groupId, connected, oauthConnectionId, browser } = await connectGroup(portal);
    await addSandboxToken(connected.connectionId, groupId);
    await deactivate(oauthConnectionId);
    const event = await hear(oauthConnectionId);
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
    expect(await select(z.unknown(), sql`select 1 from sessions where user_id = ${groupId}`)).toEqual([]);
    const audit = await select(
      z.object({ action: z.string(), actor_kind: z.string(), before: z.unknown(), after: z.unknown() }),
      sql`select action, actor_kind, before, after from audit_entries where group_id = ${groupId} order by id desc limit 1`,
    );
    expect(audit).toEqual([
      {
        action: "connection.deactivated",
        actor_kind: "increase",
        before: { state: "active", live: 1, sandbox: 1 },
        after: { state: "deactivated", live: null, sandbox: null, endedSessions: 1 },
      },
    ]);
    const alerts = await select(
      z.object({ type: z.string(), data: z.unknown() }),
      sql`select type, data from alerts where data->>'group_id' = ${groupId}`,
    );
    expect(alerts).toEqual([
      {
        type: "connection.deactivated",
        data: {
          connection_id: connected.connectionId,
          oauth_connection_id: oauthConnectionId,
          group_id: groupId,
          state_before: "active",
          ended_sessions: 1,
        },
      },
    ]);
    expect(
      await findWebhookEvent(portal.services.db, { environment: "live", eventId: event.id }),
    ).toMatchObject({
      state: "processed",
      attribution: "platform",
      attempts: [{ outcome: "processed" }],
    });
    const cookie = browser.cookies.get("authjs.session-token") ?? "";
    expect(
      await findEndedSession(portal.services.db, hashSessionToken(cookie), portal.services.now()),
    ).toMatchObject({ reason: "deactivated", groupId });
  });

  test("is told of once, however often Increase says so", async () => {
    const { groupId, oauthConnectionId } = await connectGroup(portal);
    await deactivate(oauthConnectionId);
    await Promise.all(Array.from({ length: 5 }, () => hear(oauthConnectionId)));
    const told = sql`select 1 from alerts where data->>'group_id' = ${groupId}`;
    expect(await select(z.unknown(), told)).toHaveLength(1);
  });

  test("who had disconnected here is noted, and one who has come back since stays signed in", async () => {
    await portal.setSwitch("reauthorization", "new_connection");
    const first = await connectGroup(portal);
    const { groupId } = first;
    await disconnect(portal.createContext({ kind: "customer", groupId, sessionId: "" }), { groupId });
    await signedInOnly(groupId);
    await hear(first.oauthConnectionId);
    expect(await newest(groupId)).toMatchObject({ state: "active" });
    expect(await select(z.unknown(), sql`select 1 from sessions where user_id = ${groupId}`)).toHaveLength(1);
    const states = await select(
      z.object({ state: z.string() }),
      sql`select state from connections where group_id = ${groupId} order by connected_at`,
    );
    expect(states).toEqual([{ state: "deactivated" }, { state: "active" }]);
  });
});

describe("a deactivation of an id that is not known yet", () => {
  test("is applied the moment that the id is learned", async () => {
    const { groupId } = await makeGroup(portal);
    const connected = await signedInOnly(groupId);
    const [id = ""] = await connectionsAtIncrease(groupId);
    await portal.control("faults", { path: "/live/oauth_*/**", status: 500, times: null });
    await portal.control("faults", { path: "/live/oauth_*", status: 500, times: null });
    await deactivate(id);
    await hear(id);
    expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: null });
    await fetch(`${portal.simulator.url}/_sim/faults`, { method: "DELETE" });
    expect(await findConnectionId(portal.createContext(), connected)).toBe(id);
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
  });

  test.each(["returned", "not_found"])(
    "is applied at once where Increase can say whose it was (inactive connections: %s)",
    async (setting) => {
      await portal.setSwitch("inactive_connection", setting);
      const { groupId } = await makeGroup(portal);
      await signedInOnly(groupId);
      const [id = ""] = await connectionsAtIncrease(groupId);
      await deactivate(id);
      await hear(id);
      expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
    },
  );

  test("and a sign-in that learns it meanwhile never miss each other", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { groupId } = await makeGroup(portal);
      const connected = await signedInOnly(groupId);
      const [id = ""] = await connectionsAtIncrease(groupId);
      await deliver(portal, makeConnectionEvent("deactivated", id));
      await deactivate(id);
      await Promise.all([processAll(portal), findConnectionId(portal.createContext(), connected)]);
      await findConnectionId(portal.createContext(), connected);
      expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
    }
  });
});

describe("of two connections of one group", () => {
  test("the old one's end never touches the newer token", async () => {
    const first = await connectGroup(portal);
    const { groupId } = first;
    await portal.advance(120);
    const connected = await signedInOnly(groupId);
    await deactivate(first.oauthConnectionId);
    await hear(first.oauthConnectionId);
    expect(await newest(groupId)).toMatchObject({ state: "active", tokens: [{ generation: 2 }] });
    const id = await findConnectionId(portal.createContext(), connected);
    expect((await newest(groupId))?.oauthConnectionId ?? id).not.toBe(first.oauthConnectionId);
    expect(await newest(groupId)).toMatchObject({ state: "active" });
  });

  test("made within seconds, the token itself says which of them has ended", async () => {
    for (const ended of [0, 1]) {
      const { groupId } = await makeGroup(portal);
      await signedInOnly(groupId);
      const connected = await signedInOnly(groupId);
      expect(await findConnectionId(portal.createContext(), connected)).toBeNull();
      const ids = await connectionsAtIncrease(groupId);
      await deactivate(ids[ended] ?? "");
      await hear(ids[ended] ?? "");
      expect(await newest(groupId)).toMatchObject(
        ended === 0
          ? { state: "active", oauthConnectionId: ids[1], tokens: [{ generation: 2 }] }
          : { state: "deactivated", tokens: [] },
      );
    }
  });

  test("where Increase goes on with the same one, its end is the newer token's end too", async () => {
    await portal.setSwitch("reauthorization", "same_connection");
    const first = await connectGroup(portal);
    const { groupId, oauthConnectionId } = first;
    await portal.advance(120);
    await disconnect(portal.createContext({ kind: "customer", groupId, sessionId: "" }), { groupId });
    await signedInOnly(groupId);
    expect(await connectionsAtIncrease(groupId)).toEqual([oauthConnectionId]);
    await deactivate(oauthConnectionId);
    await hear(oauthConnectionId);
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
  });
});

describe("whatever else is the matter", () => {
  const in30s = () => new Date(portal.services.now().getTime() + 30_000);
  const reconcile = () => runReconcile(portal.createContext(), { deadline: in30s() });

  test("a sign-in while Increase's list is being walked is not given the older grant's id", async () => {
    const first = await connectGroup(portal);
    const { groupId } = first;
    await portal.advance(600);
    let isSignedIn = false;
    await reconcileConnections(portal.createContext(), {
      state: null,
      deadline: in30s(),
      save: async (state) => {
        if (isSignedIn || !state?.isRead) return;
        isSignedIn = true;
        await signedInOnly(groupId);
      },
    });
    expect(isSignedIn).toBe(true);
    expect((await newest(groupId))?.oauthConnectionId).not.toBe(first.oauthConnectionId);
    const fresh = (await connectionsAtIncrease(groupId)).find((id) => id !== first.oauthConnectionId) ?? "";
    await deactivate(fresh);
    await hear(fresh);
    await portal.advance(60);
    await reconcile();
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
  });

  test("a clock of Increase's that is minutes ahead gives no token another connection's id", async () => {
    const own = await startTestPortal();
    await own.control("clock", { advance_seconds: 120 });
    const { groupId } = await makeGroup(own);
    const ids: (string | null)[] = [];
    for (const wait of [118, 0]) {
      const { outcome } = await signIn(own, groupId);
      if (outcome.kind !== "signed_in") throw new Error("not signed in");
      ids.push(await findConnectionId(own.createContext(), outcome.connected));
      await own.advance(wait);
    }
    expect(ids[1]).not.toBe(ids[0]);
    await own.close();
  });

  test("one connection whose token can't be opened holds up no other customer who leaves", async () => {
    const own = await startTestPortal();
    const spoilt = await makeGroup(own);
    await signIn(own, spoilt.groupId);
    await signIn(own, spoilt.groupId);
    const leaver = await makeGroup(own);
    await signIn(own, leaver.groupId);
    for (const { groupId } of [spoilt, leaver]) {
      const answer = await fetch(`${own.simulator.url}/_sim/connections?group_id=${groupId}`);
      const { data } = z.object({ data: z.array(z.object({ id: z.string() })) }).parse(await answer.json());
      await own.control(`connections/${data[0]?.id}/deactivate`);
    }
    await own.services.db.execute(sql`
      update connection_tokens t set sealed = 'v1.gone.AAAA.AAAA' from connections c
      where c.id = t.connection_id and c.group_id = ${spoilt.groupId}`);
    await own.advance(60);
    const deadline = new Date(own.services.now().getTime() + 30_000);
    expect(await runReconcile(own.createContext(), { deadline })).toMatchObject({ isComplete: true });
    expect(await findNewestConnection(own.services.db, leaver.groupId)).toMatchObject({
      state: "deactivated",
      tokens: [],
    });
    await own.close();
  });

  test("those who come don't hold up one who leaves", async () => {
    const { groupId, oauthConnectionId } = await connectGroup(portal);
    for (let count = 0; count < 12; count += 1) {
      await deliver(portal, makeConnectionEvent("created", `connection_slow_${count}`));
    }
    await portal.control("faults", { path: "/live/oauth_connections/*", latency_ms: 6_000, times: null });
    await deactivate(oauthConnectionId);
    await deliver(portal, makeConnectionEvent("deactivated", oauthConnectionId));
    await processConnectionEvents(portal.createContext(), { limit: 1, deadline: in30s() });
    await fetch(`${portal.simulator.url}/_sim/faults`, { method: "DELETE" });
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
    await processAll(portal);
  });
});

describe("an event that the sandbox signed", () => {
  test("ends nothing live, and no sandbox token unless the live key confirms it", async () => {
    const { groupId, connected, oauthConnectionId } = await connectGroup(portal);
    await addSandboxToken(connected.connectionId, groupId);
    await hear(oauthConnectionId, "sandbox");
    expect((await newest(groupId))?.tokens).toHaveLength(2);
    await deactivate(oauthConnectionId);
    await hear(oauthConnectionId, "sandbox");
    expect(await newest(groupId)).toMatchObject({
      state: "active",
      tokens: [{ environment: "live", generation: 1 }],
    });
    expect(await select(z.unknown(), sql`select 1 from sessions where user_id = ${groupId}`)).toHaveLength(1);
  });

  test("about a connection that Increase does not confirm is processed and forgotten", async () => {
    await portal.setSwitch("inactive_connection", "not_found");
    const { groupId, connected, oauthConnectionId } = await connectGroup(portal);
    await addSandboxToken(connected.connectionId, groupId);
    await deactivate(oauthConnectionId);
    const event = await hear(oauthConnectionId, "sandbox");
    expect((await newest(groupId))?.tokens).toHaveLength(2);
    expect(
      await findWebhookEvent(portal.services.db, { environment: "sandbox", eventId: event.id }),
    ).toMatchObject({ state: "processed" });
  });
});

test("a creation that Increase tells of gives a connection the id it was waiting for", async () => {
  const { groupId } = await makeGroup(portal);
  await signedInOnly(groupId);
  const [id = ""] = await connectionsAtIncrease(groupId);
  await deliver(portal, makeConnectionEvent("created", id));
  await processAll(portal);
  expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: id });
  const waiting = await listUnidentifiedConnections(portal.services.db, { afterId: null, limit: 100 });
  expect(waiting.map((each) => each.groupId)).not.toContain(groupId);
});
