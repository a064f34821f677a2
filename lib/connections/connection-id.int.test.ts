import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { findNewestConnection } from "@/db/queries/connections";
import { switchTable } from "@/simulator/switches";
import { runReconcile } from "../crons";
import { exchangeAuthorizationCode } from "../increase";
import { auditRows, selectRows } from "../testing/connection-acts";
import { deliver, makeConnectionEvent, processAll } from "../testing/deliveries";
import { approve, arrive, begin, connectGroup, makeGroup, newBrowser, signIn } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { findConnectionId } from ".";
import type { Connected } from "./connect";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => portal.setSwitch("reauthorization", "new_connection"));
afterAll(() => portal.close());

/** Longer than a list of Increase's may be behind. */
const longSeconds = 301;
const newest = (groupId: string) => findNewestConnection(portal.services.db, groupId);
const deactivate = (id: string) => portal.control(`connections/${id}/deactivate`);

async function hear(what: "created" | "deactivated", id: string): Promise<void> {
  await deliver(portal, makeConnectionEvent(what, id));
  await processAll(portal);
}

async function reconcile(): Promise<void> {
  const deadline = new Date(portal.services.now().getTime() + 30_000);
  const run = await runReconcile(portal.createContext(), { deadline });
  expect(run).toMatchObject({ status: "ran", isComplete: true });
}

async function signedIn(groupId: string): Promise<Connected> {
  const { outcome } = await signIn(portal, groupId);
  if (outcome.kind !== "signed_in") throw new Error("not signed in");
  return outcome.connected;
}

/** Whose token the group holds, as Increase knows it. */
function trueId(groupId: string): string {
  const { tokens } = portal.simulator.world.state;
  return tokens.findLast((token) => token.groupId === groupId)?.connectionId ?? "";
}

/** Increase answers meanwhile as if it had not made this connection yet. */
async function whileBehind(id: string, work: () => Promise<unknown>): Promise<void> {
  const { state } = portal.simulator.world;
  const all = state.connections;
  state.connections = all.filter((connection) => connection.id !== id);
  await work();
  state.connections = all;
}

/** Increase makes a connection, and the browser's way back is lost. */
async function approveOnly(groupId: string): Promise<void> {
  const callback = new URL(await approve(portal, begin(portal, newBrowser()), groupId));
  const { increase } = portal.services;
  await exchangeAuthorizationCode(increase, callback.searchParams.get("code") ?? "");
}

async function sessionsOf(groupId: string): Promise<number> {
  const found = sql`select 1 from sessions where user_id = ${groupId}`;
  return (await selectRows(portal, z.unknown(), found)).length;
}

async function identifiedAs(groupId: string): Promise<unknown[]> {
  const entries = await auditRows(portal, { groupId });
  return entries.flatMap(({ action, after }) =>
    action === "connection.identified" ? [after?.["oauthConnectionId"]] : [],
  );
}

/** Connected, and minutes later once more. */
async function connectedTwice() {
  const { groupId, oauthConnectionId: oldId } = await connectGroup(portal);
  await portal.advance(longSeconds);
  const connected = await signedIn(groupId);
  return { groupId, oldId, connected, id: trueId(groupId) };
}

describe.each(switchTable.reauthorization.values)("where a second approval means %s", (setting) => {
  const isSame = setting === "same_connection";

  test.each([false, true])(
    "the end of the connection in use ends all (list behind: %s)",
    async (isBehind) => {
      await portal.setSwitch("reauthorization", setting);
      const { groupId, oldId, connected, id } = await connectedTwice();
      const look = () => findConnectionId(portal.createContext(), connected);
      // Where Increase goes on with the same one, its list is behind in nothing.
      await (isBehind && !isSame ? whileBehind(id, look) : look());
      expect([null, id]).toContain((await newest(groupId))?.oauthConnectionId);
      expect(id === oldId).toBe(isSame);
      await deactivate(id);
      await hear("deactivated", id);
      expect(await newest(groupId)).toMatchObject({ state: "deactivated", tokens: [] });
      expect(await sessionsOf(groupId)).toBe(0);
    },
  );
});

const makesNew = switchTable.reauthorization.values.filter((each) => each !== "same_connection");

describe.each(makesNew)("where a second approval makes another: %s", (setting) => {
  test.each([false, true])("the end of the old one ends nothing (list behind: %s)", async (isBehind) => {
    await portal.setSwitch("reauthorization", setting);
    const { groupId, oldId, connected, id } = await connectedTwice();
    const oldEnds = async () => {
      await findConnectionId(portal.createContext(), connected);
      await deactivate(oldId);
      await hear("deactivated", oldId);
      await portal.advance(longSeconds);
      await reconcile();
    };
    await (isBehind ? whileBehind(id, oldEnds) : oldEnds());
    expect(await newest(groupId)).toMatchObject({ state: "active", tokens: [{ generation: 2 }] });
    expect(await sessionsOf(groupId)).toBe(2);
    await reconcile();
    expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: id });
  });
});

test("the same connection is known again once a list that was begun minutes later has no newer one", async () => {
  await portal.setSwitch("reauthorization", "same_connection");
  const { groupId, connected, id } = await connectedTwice();
  expect(await findConnectionId(portal.createContext(), connected)).toBeNull();
  await portal.advance(longSeconds - 10);
  await reconcile();
  expect(await newest(groupId)).toMatchObject({ oauthConnectionId: null });
  await portal.advance(10);
  await reconcile();
  expect(await newest(groupId)).toMatchObject({ oauthConnectionId: id });
});

describe("an id that was taken from a list which had been behind for long", () => {
  async function withWrongId() {
    const { groupId, oldId, id } = await connectedTwice();
    await portal.advance(longSeconds);
    await whileBehind(id, reconcile);
    expect(await newest(groupId)).toMatchObject({ oauthConnectionId: oldId });
    return { groupId, oldId, id };
  }

  test("is corrected by the creation that Increase tells of, and the audit log has both", async () => {
    const { groupId, oldId, id } = await withWrongId();
    await hear("created", id);
    expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: id });
    const last = (await auditRows(portal, { groupId })).at(-1);
    expect(last).toMatchObject({
      action: "connection.identified",
      before: { oauthConnectionId: oldId },
      after: { oauthConnectionId: id },
    });
    await deactivate(oldId);
    await hear("deactivated", oldId);
    expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: id });
  });

  test("is corrected by a reconciliation, once", async () => {
    const { groupId, oldId, id } = await withWrongId();
    await reconcile();
    await reconcile();
    expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: id });
    expect(await identifiedAs(groupId)).toEqual([oldId, oldId, id]);
  });

  test("is corrected by a reconciliation before it hears of the old one's end", async () => {
    const { groupId, oldId, id } = await withWrongId();
    await deactivate(oldId);
    await reconcile();
    expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: id });
    expect(await sessionsOf(groupId)).toBe(2);
  });

  test("is corrected by the true one's end, which then ends all", async () => {
    const { groupId, id } = await withWrongId();
    await deactivate(id);
    await hear("deactivated", id);
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", oauthConnectionId: id, tokens: [] });
    expect(await sessionsOf(groupId)).toBe(0);
  });

  test("is corrected where the true one's end was heard before anybody knew whose it was", async () => {
    const { groupId, id } = await withWrongId();
    await whileBehind(id, () => hear("deactivated", id));
    expect(await newest(groupId)).toMatchObject({ state: "active" });
    await reconcile();
    expect(await newest(groupId)).toMatchObject({ state: "deactivated", oauthConnectionId: id, tokens: [] });
  });
});

/** By two browsers that began before either came back. */
async function connectedTwiceAtOnce() {
  const { groupId } = await makeGroup(portal);
  const browsers = [newBrowser(), newBrowser()];
  const begun = browsers.map((browser) => ({ browser, url: begin(portal, browser) }));
  const ids: string[] = [];
  let connected: Connected | null = null;
  for (const { browser, url } of begun) {
    await portal.advance(60);
    const outcome = await arrive(portal, browser, await approve(portal, url, groupId));
    if (outcome.kind === "signed_in") connected = outcome.connected;
    ids.push(trueId(groupId));
  }
  const [first = "", second = ""] = ids;
  if (connected === null) throw new Error("not signed in");
  return { groupId, first, second, connected };
}

test("two sign-ins at once and a list without the second: the id is let go, and each end finds its own", async () => {
  for (const ended of ["the first", "the second"]) {
    const { groupId, first, second, connected } = await connectedTwiceAtOnce();
    await whileBehind(second, () => findConnectionId(portal.createContext(), connected));
    expect(await newest(groupId)).toMatchObject({ oauthConnectionId: first });
    await hear("created", second);
    expect(await newest(groupId)).toMatchObject({ oauthConnectionId: null });
    expect(await identifiedAs(groupId)).toEqual([first, null]);
    await deactivate(ended === "the first" ? first : second);
    await hear("deactivated", ended === "the first" ? first : second);
    expect(await newest(groupId)).toMatchObject(
      ended === "the first"
        ? { state: "active", oauthConnectionId: second, tokens: [{ generation: 2 }] }
        : { state: "deactivated", tokens: [] },
    );
  }
});

test("an approval that was made later and never came back takes no id, known or not", async () => {
  const { groupId, oauthConnectionId } = await connectGroup(portal);
  await portal.setSwitch("reauthorization", "same_connection");
  await portal.advance(longSeconds);
  await signedIn(groupId);
  await portal.setSwitch("reauthorization", "new_connection");
  await portal.advance(60);
  await approveOnly(groupId);
  const later =
    portal.simulator.world.state.connections.findLast((each) => each.groupId === groupId)?.id ?? "";
  expect(later).not.toBe(oauthConnectionId);
  await hear("created", later);
  await portal.advance(longSeconds);
  await reconcile();
  expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: null });
  const known = await connectGroup(portal);
  await portal.advance(60);
  await approveOnly(known.groupId);
  await reconcile();
  expect(await newest(known.groupId)).toMatchObject({ oauthConnectionId: known.oauthConnectionId });
  expect(await identifiedAs(known.groupId)).toEqual([known.oauthConnectionId]);
});

describe("what Increase lists oddly", () => {
  const wireOf = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
  const answer = (path: string, fields: unknown) =>
    portal.control("faults", { path, status: 200, times: null, answer: fields });
  afterEach(() => portal.simulator.world.faults.clear());

  async function listed(groupId: string) {
    const response = await fetch(`${portal.simulator.url}/_sim/connections?group_id=${groupId}`);
    return wireOf.parse(await response.json()).data;
  }

  test("a newer one that can't be read: no older one is taken in its place, whose end would end it", async () => {
    const { groupId, oldId, id } = await connectedTwice();
    await portal.advance(longSeconds);
    const [older, newer] = await listed(groupId);
    expect([older?.id, newer?.id]).toEqual([oldId, id]);
    const odd = { ...newer, created_at: null };
    await answer("/live/oauth_connections", { data: [odd, older], next_cursor: null });
    await answer(`/live/oauth_connections/${id}`, odd);
    await reconcile();
    expect(await newest(groupId)).toMatchObject({ state: "active", oauthConnectionId: null });
    await deactivate(oldId);
    await hear("deactivated", oldId);
    expect(await newest(groupId)).toMatchObject({ state: "active", tokens: [{ generation: 2 }] });
  });

  test("one that moves from a page to the next while they are read is one", async () => {
    const { groupId, connected, id } = await connectedTwice();
    await answer("/live/oauth_connections", { data: await listed(groupId), next_cursor: "again" });
    expect(await findConnectionId(portal.createContext(), connected)).toBe(id);
  });
});

test("a doubt that an accepted token has settled is not looked into again, and a refusal ends nothing", async () => {
  const { groupId, first, second, connected } = await connectedTwiceAtOnce();
  await deactivate(first);
  expect(await findConnectionId(portal.createContext(), connected)).toBe(second);
  await portal.advance(120);
  await reconcile();
  await portal.control("faults", {
    path: "/live/groups/current",
    group_id: groupId,
    status: 401,
    times: null,
  });
  await reconcile();
  expect(await newest(groupId)).toMatchObject({
    state: "active",
    oauthConnectionId: second,
    tokens: [{ generation: 2 }],
  });
});
