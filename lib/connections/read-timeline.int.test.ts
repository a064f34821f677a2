import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deliver, makeConnectionEvent, makeEvent, processAll } from "../testing/deliveries";
import { expectNoPlainToken, expectRefused, makeOperator } from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { mintSandboxToken, readTimeline, testConnection, type TimelineEntry } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

type Of = { groupId: string | null; oauthConnectionId: string | null };
const read = (of: Of, before: Date | null = null) =>
  readTimeline(portal.createContext(staffActor("viewer")), { ...of, before });

function nameOf(entry: TimelineEntry): string {
  switch (entry.kind) {
    case "event":
      return `event ${entry.event.environment} ${entry.event.eventId}`;
    case "error":
      return `error ${entry.error.id}`;
    case "audit":
      return `audit ${entry.entry.id}`;
  }
}

async function walk(of: Of) {
  const pages: TimelineEntry[][] = [];
  let before: Date | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(of, before);
    pages.push(page.entries);
    before = page.nextBefore;
    expect(pages.length).toBeLessThan(100);
  } while (before !== null);
  return pages;
}

/** So many of each kind; `at` says by its number when, in milliseconds of 2026. */
async function insert(groupId: string, oauthConnectionId: string, count: number, at: string) {
  const { db } = portal.services;
  const moment = sql.raw(`timestamptz '2026-01-01Z' + ${at} * interval '1 millisecond'`);
  const key = uuidv4();
  await db.execute(sql`
    insert into audit_entries (at, actor_kind, action, target_kind, target_id, group_id)
    select ${moment}, 'system', 'connection.active', 'connection', 'x', ${groupId} from generate_series(1, ${count}::int) n`);
  await db.execute(sql`
    insert into upstream_errors (at, environment, owner, group_id, request, kind)
    select ${moment}, 'live', 'group', ${groupId}, 'GET /accounts', 'timeout' from generate_series(1, ${count}::int) n`);
  await db.execute(sql`
    insert into webhook_events (environment, event_id, source, body, headers, received_at, category,
      associated_object_id, associated_object_type, group_id, state, due_at)
    select 'live', ${key} || n, 'delivery', '', '{}', ${moment}, 'x', case when n % 2 = 0 then ${oauthConnectionId} else 'y' end,
      'oauth_connection', case when n % 3 > 0 then ${groupId} end, 'processed', now() from generate_series(1, ${count}::int) n`);
}

describe("a timeline", () => {
  test("has every event, error and audit entry of the connection and its group, and of no other", async () => {
    const { groupId, connected, oauthConnectionId } = await connectGroup(portal);
    const other = await connectGroup(portal);
    const [ofGroup, ofConnection, foreign] = [
      makeEvent(),
      makeConnectionEvent("created", oauthConnectionId),
      makeConnectionEvent("created", other.oauthConnectionId),
    ];
    await deliver(portal, ofGroup, { groupId });
    await deliver(portal, ofConnection);
    await deliver(portal, foreign);
    await processAll(portal);
    const { actor, email } = await makeStaff(portal, "operator");
    const act = () => portal.createContext(actor);
    const { connectionId } = connected;
    await portal.control("faults", { path: "/live/groups/current", group_id: groupId, status: 500 });
    await testConnection(act(), { connectionId, actId: uuidv4() });
    await mintSandboxToken(act(), { connectionId, replacing: null, actId: uuidv4() });
    await portal.services.upstream.flush();
    const { entries, nextBefore } = await read({ groupId, oauthConnectionId });
    expect(nextBefore).toBeNull();
    const told = entries.map((entry) => {
      if (entry.kind === "event") return entry.event.eventId;
      return entry.kind === "audit"
        ? [entry.entry.action, entry.staffEmail]
        : [entry.error.request, entry.error.status];
    });
    expect(told).toHaveLength(7);
    expect(told).toEqual(
      expect.arrayContaining([
        ofGroup.id,
        ofConnection.id,
        ["connection.connected", null],
        ["connection.identified", null],
        ["connection.tested", email],
        ["sandbox_token.minted", email],
        ["GET /groups/current", 500],
      ]),
    );
    await expectNoPlainToken(
      portal,
      entries.map((entry) => Object.assign({}, entry, { entry: null, error: null })),
    );
  });

  test.each([
    ["each at a moment of its own", 130, "n"],
    ["three at each moment", 130, "n / 3"],
    ["forty at each moment", 130, "n / 40"],
    ["all at one moment", 70, "0"],
    ["many of one moment in the middle", 130, "(case when n between 20 and 100 then 20 else n end)"],
    ["in another order than they were written down", 130, "((n * 37) % 130)"],
    ["within one millisecond", 130, "(n / 1000.0)"],
  ])("gives every entry once, newest first: %s", async (_name, count, at) => {
    const [groupId, oauthConnectionId] = [`group_${uuidv4()}`, `connection_${uuidv4()}`];
    await insert(groupId, oauthConnectionId, count, at);
    const pages = await walk({ groupId, oauthConnectionId });
    const entries = pages.flat();
    const names = entries.map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    // Of the events, those of neither the group nor the connection are not its.
    const isNeither = Array.from({ length: count }, (_, index) => index + 1).filter(
      (n) => n % 2 === 1 && n % 3 === 0,
    );
    expect(names).toHaveLength(3 * count - isNeither.length);
    const times = entries.map((entry) => entry.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    for (const page of pages) expect(page).not.toEqual([]);
  });

  test("of one that only Increase has tells of its events alone, and of nothing without an id", async () => {
    const [groupId, oauthConnectionId] = [`group_${uuidv4()}`, `connection_${uuidv4()}`];
    await insert(groupId, oauthConnectionId, 20, "n");
    const pages = await walk({ groupId: null, oauthConnectionId });
    expect(pages.flat()).toHaveLength(10);
    expect(pages.flat().every(({ kind }) => kind === "event")).toBe(true);
    expect(await walk({ groupId: null, oauthConnectionId: null })).toEqual([[]]);
    expect(await walk({ groupId: "group_unknown", oauthConnectionId: null })).toEqual([[]]);
  });

  test("goes on from where it was though more happens meanwhile", async () => {
    const [groupId, oauthConnectionId] = [`group_${uuidv4()}`, `connection_${uuidv4()}`];
    await insert(groupId, oauthConnectionId, 60, "n");
    const of = { groupId, oauthConnectionId };
    const before = (await walk(of)).flat().map(nameOf);
    const first = await read(of);
    await insert(groupId, oauthConnectionId, 10, "(1000 + n)");
    const seen = first.entries.map(nameOf);
    for (let next = first.nextBefore; next !== null;) {
      const page = await read(of, next);
      seen.push(...page.entries.map(nameOf));
      next = page.nextBefore;
    }
    expect(seen).toEqual(before);
  });

  test("is the staff's to see, a viewer's too", async () => {
    const { act } = await makeOperator(portal);
    const of = { groupId: "group_1", oauthConnectionId: null, before: null };
    expect(await readTimeline(act(), of)).toEqual({ entries: [], nextBefore: null });
    await expectRefused(portal, "group_1", (context) => readTimeline(context, of), { viewer: null });
  });
});
