import { sql } from "drizzle-orm";
import fc from "fast-check";
import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../context";
import { auditRows, expectRefused, makeOperator } from "../testing/connection-acts";
import { connectGroup, signIn } from "../testing/sign-in";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  connectionSorts,
  connectionsPerPage,
  defaultOrder,
  disconnectConnection,
  exportConnections,
  listConnections,
  mintSandboxToken,
  type ConnectionFilter,
  type ConnectionOrder,
  type ListedConnection,
} from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
  await insert(population());
});
afterAll(() => portal.close());

type Ours = {
  id: string;
  group_id: string;
  oauth_connection_id: string | null;
  oauth_application_id: string | null;
  state: "active" | "needs_reconnect" | "disconnected" | "deactivated";
  scope: "read_only" | "read_write";
  connected_at: string;
  state_changed_at: string;
  missing_since: string | null;
};
type AtIncrease = {
  id: string;
  group_id: string | null;
  oauth_application_id: string | null;
  status: string | null;
  created_at: string | null;
  deleted_at: string | null;
  is_held: boolean;
};
type Population = { ours: Ours[]; atIncrease: AtIncrease[] };

const states = ["active", "needs_reconnect", "disconnected", "deactivated"] as const;
const applications = ["application_a", "application_b", null] as const;
/** Few of them, so that many rows are of one moment, on both sides. */
const moment = (n: number) => new Date(Date.UTC(2026, 0, 1) + (n % 17) * 3_600_000 + (n % 3)).toISOString();
/** Upper and lower case, which a collation of words would not tell apart at once. */
const groupOf = (n: number) => `group_${n % 2 === 0 ? "Ab" : "aB"}${n % 90}`;

function ours(n: number): Ours {
  // One current connection of a group; the rest of them have ended.
  const state = n < 90 ? (states[n % 2] ?? "active") : (states[2 + (n % 2)] ?? "deactivated");
  return {
    id: uuidv4(),
    group_id: groupOf(n),
    oauth_connection_id: n % 5 === 0 ? null : `connection_held_${n}`,
    oauth_application_id: applications[n % 3] ?? null,
    state,
    scope: n % 4 === 0 ? "read_write" : "read_only",
    connected_at: moment(n),
    state_changed_at: moment(n * 7),
    missing_since: n % 6 === 0 ? moment(n) : null,
  };
}

function atIncrease(n: number): AtIncrease {
  const isEnded = n % 3 === 0;
  return {
    id: `connection_${n % 2 === 0 ? "Z" : "z"}_${n}`,
    group_id: n % 40 === 39 ? null : groupOf(n * 3),
    oauth_application_id: applications[n % 3] ?? null,
    status: n % 41 === 40 ? null : isEnded ? "inactive" : "active",
    created_at: n % 43 === 42 ? null : moment(n * 5),
    deleted_at: isEnded ? moment(n * 11) : null,
    is_held: false,
  };
}

function population(): Population {
  const here = Array.from({ length: 190 }, (_, n) => ours(n));
  const held = here.flatMap(({ oauth_connection_id: id, group_id, connected_at }) =>
    id === null
      ? []
      : [{ ...atIncrease(1), id, group_id, created_at: connected_at, deleted_at: null, is_held: true }],
  );
  return { ours: here, atIncrease: [...held, ...Array.from({ length: 110 }, (_, n) => atIncrease(n))] };
}

const known: Population = { ours: [], atIncrease: [] };

async function insert(more: Population): Promise<void> {
  const { db } = portal.services;
  await db.execute(sql`
    insert into connections (id, group_id, oauth_connection_id, oauth_application_id, state, scope, connected_at,
      state_changed_at, missing_since)
    select id, group_id, oauth_connection_id, oauth_application_id, state, scope, connected_at, state_changed_at,
      missing_since from jsonb_populate_recordset(null::connections, ${JSON.stringify(more.ours)}::jsonb)`);
  await db.execute(sql`
    insert into oauth_connections
    select * from jsonb_populate_recordset(null::oauth_connections, ${JSON.stringify(more.atIncrease)}::jsonb)`);
  known.ours.push(...more.ours);
  known.atIncrease.push(...more.atIncrease);
}

type Line = Pick<ListedConnection, "side" | "id"> & { keys: Record<ConnectionOrder["by"], string> };

/** What the list must show, worked out over all rows and without the database. */
function expected(filter: ConnectionFilter, { by, direction }: ConnectionOrder): string[] {
  const { q, status, oauthApplicationId, scope, createdFrom, createdBefore, needsAttention } = filter;
  const isIn = (at: string) =>
    (createdFrom === undefined || new Date(at) >= createdFrom) &&
    (createdBefore === undefined || new Date(at) < createdBefore);
  const isOf = (application: string | null) =>
    oauthApplicationId === undefined || application === oauthApplicationId;
  const isCurrent = ({ state }: Ours) => state === "active" || state === "needs_reconnect";
  const here = known.ours
    .filter((row) => q === undefined || [row.id, row.group_id, row.oauth_connection_id].includes(q))
    .filter((row) => isIn(row.connected_at) && isOf(row.oauth_application_id))
    .filter((row) => scope === undefined || row.scope === scope)
    .filter((row) => {
      if (status === undefined) return true;
      return status === "only_here" ? row.missing_since !== null && isCurrent(row) : row.state === status;
    })
    .filter((row) => {
      const isLost = row.oauth_connection_id === null || row.missing_since !== null;
      return !needsAttention || row.state === "needs_reconnect" || (row.state === "active" && isLost);
    })
    .map(({ id, group_id, connected_at, state_changed_at }): Line => ({
      side: "here",
      id,
      keys: { created: connected_at, changed: state_changed_at, group: group_id },
    }));
  const isShown = scope === undefined && (status === undefined || status === "only_at_increase");
  const there = known.atIncrease.flatMap((row): Line[] => {
    const { id, group_id, created_at, deleted_at } = row;
    if (!isShown || row.is_held || group_id === null || created_at === null) return [];
    const fits =
      (q === undefined || q === id || q === group_id) &&
      isIn(created_at) &&
      isOf(row.oauth_application_id) &&
      (!needsAttention || row.status === "active");
    const keys = { created: created_at, changed: deleted_at ?? created_at, group: group_id };
    return fits ? [{ side: "increase", id, keys }] : [];
  });
  const turn = direction === "ascending" ? 1 : -1;
  const inOrder = (a: string, b: string) => (a < b ? -turn : a > b ? turn : 0);
  return [...here, ...there]
    .toSorted(
      (a, b) =>
        inOrder(a.keys[by], b.keys[by]) ||
        (a.side === b.side ? inOrder(a.id, b.id) : a.side === "here" ? -1 : 1),
    )
    .map(({ side, id }) => `${side} ${id}`);
}

const viewer = () => portal.createContext(staffActor("viewer"));
const shown = (lines: ListedConnection[]) => lines.map(({ side, id }) => `${side} ${id}`);

async function walk(
  filter: ConnectionFilter,
  order: ConnectionOrder,
  betweenPages: () => Promise<void> = async () => {},
): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listConnections(viewer(), { filter, order, cursor });
    expect(page.connections.length).toBeLessThanOrEqual(connectionsPerPage);
    // A page that promises another is full; nobody is led to an empty one.
    if (page.nextCursor !== null) expect(page.connections).toHaveLength(connectionsPerPage);
    if (cursor !== undefined) expect(page.connections).not.toEqual([]);
    seen.push(...shown(page.connections));
    cursor = page.nextCursor ?? undefined;
    if (cursor !== undefined) await betweenPages();
  } while (cursor !== undefined);
  return seen;
}

const orders = connectionSorts.flatMap((by) =>
  (["ascending", "descending"] as const).map((direction) => ({ by, direction })),
);

describe("walking all pages", () => {
  test.each(orders)(
    "by $by, $direction, shows every connection of both sides once, in order",
    async (order) => {
      const seen = await walk({}, order);
      expect(seen).toEqual(expected({}, order));
      expect(seen.length).toBeGreaterThan(4 * connectionsPerPage);
    },
  );

  test("shows just what fits, whatever the filter and the order", async () => {
    const day = fc.integer({ min: 0, max: 17 }).map((n) => new Date(Date.UTC(2026, 0, 1, n)));
    const rarely = <T>(values: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });
    const filters: fc.Arbitrary<ConnectionFilter> = fc.record({
      q: rarely(fc.constantFrom(...known.ours.slice(0, 5).map(({ group_id }) => group_id), "connection_z_7")),
      status: rarely(fc.constantFrom(...states, "only_at_increase" as const, "only_here" as const)),
      oauthApplicationId: rarely(fc.constantFrom("application_a", "application_b", "application_none")),
      scope: rarely(fc.constantFrom("read_only" as const, "read_write" as const)),
      createdFrom: rarely(day),
      createdBefore: rarely(day),
      needsAttention: rarely(fc.boolean()),
    });
    let [withRows, withPages] = [0, 0];
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(...orders), async (filter, order) => {
        const fitting = expected(filter, order);
        expect(await walk(filter, order)).toEqual(fitting);
        if (fitting.length > 0) withRows += 1;
        if (fitting.length > connectionsPerPage) withPages += 1;
      }),
      { numRuns: 150, seed: 4 },
    );
    expect(withRows).toBeGreaterThan(75);
    expect(withPages).toBeGreaterThan(25);
  });

  test.each(orders)(
    "by $by, $direction: what comes while one walks neither hides nor repeats what was there",
    async (order) => {
      const before = expected({}, order);
      let n = 0;
      const seen = await walk({}, order, async () => {
        n += 1;
        const row = { ...ours(100 + n), id: uuidv4(), oauth_connection_id: null };
        const unheld = { ...atIncrease(n), id: `connection_late_${uuidv4()}` };
        await insert({ ours: [row], atIncrease: [unheld] });
      });
      const late = new Set(expected({}, order));
      for (const line of before) late.delete(line);
      expect(seen.filter((line) => !late.has(line))).toEqual(before);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );
});

describe("a search", () => {
  const find = async (q: string) => (await listConnections(viewer(), { filter: { q } })).connections;

  test("by our id, by Increase's, or by the group's finds the connection", async () => {
    const { groupId, connected, oauthConnectionId } = await connectGroup(portal);
    for (const q of [
      connected.connectionId,
      connected.connectionId.toUpperCase(),
      oauthConnectionId,
      groupId,
    ]) {
      expect(await find(q)).toMatchObject([
        { side: "here", id: connected.connectionId, groupId, oauthConnectionId, state: "active" },
      ]);
    }
  });

  test("by an id that only Increase has finds it as such, also by the needs-attention filter", async () => {
    const only = { ...atIncrease(1), id: "connection_only_there", group_id: "group_only_there" };
    await insert({ ours: [], atIncrease: [only] });
    for (const filter of [{ q: only.id }, { q: only.group_id, needsAttention: true }]) {
      expect((await listConnections(viewer(), { filter })).connections).toMatchObject([
        { side: "increase", id: only.id, state: "active", scope: null, hasSandboxToken: false },
      ]);
    }
    expect(await find("connection_only")).toEqual([]);
    expect(await find("%")).toEqual([]);
  });
});

describe("a place in the list", () => {
  const placed = async (order: ConnectionOrder) =>
    (await listConnections(viewer(), { order })).nextCursor ?? "";
  const write = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

  test("of another order is bad input", async () => {
    for (const order of orders) {
      const cursor = await placed(order);
      for (const other of orders.filter((each) => each !== order)) {
        const asked = listConnections(viewer(), { order: other, cursor });
        await expect(asked).rejects.toMatchObject({ code: "invalid_input" });
      }
    }
  });

  test.each([
    "",
    "nonsense",
    "W10",
    write({}),
    write({ key: "2026-01-01T00:00:00.000Z", side: "here", id: "no uuid" }),
    ...["yesterday", "-000001-01-01T00:00:00.000Z", "+275760-09-13T00:00:00.000Z", "a\0", ""].flatMap((key) =>
      ["created", "changed"].map((by) =>
        write({ by, direction: "descending", key, side: "here", id: uuidv4() }),
      ),
    ),
    write({ ...defaultOrder, key: "2026-01-01T00:00:00.000Z", side: "increase", id: "a\0" }),
  ])("that is none, «%s», is bad input", async (cursor) => {
    for (const by of connectionSorts) {
      const asked = listConnections(viewer(), { order: { by, direction: "descending" }, cursor });
      await expect(asked).rejects.toMatchObject({ code: "invalid_input" });
    }
  });

  test("holds though the connection that it names is gone", async () => {
    const page = await listConnections(viewer());
    const cursor = page.nextCursor ?? "";
    const next = shown((await listConnections(viewer(), { cursor })).connections);
    const last = page.connections.at(-1);
    const table = sql.identifier(last?.side === "here" ? "connections" : "oauth_connections");
    await portal.services.db.execute(sql`delete from ${table} where id::text = ${last?.id}`);
    expect(shown((await listConnections(viewer(), { cursor })).connections)).toEqual(next);
  });
});

test.each([
  { q: "a\u0000" },
  { q: "" },
  { oauthApplicationId: "\ud800" },
  { createdFrom: new Date(8.64e15) },
  { createdBefore: new Date(Number.NaN) },
  { createdFrom: new Date(-8.64e15) },
])("a filter that no column could hold, %j, is bad input", async (filter) => {
  await expect(listConnections(viewer(), { filter })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(exportConnections(viewer(), { filter })).rejects.toMatchObject({ code: "invalid_input" });
});

test("the list and its export are the staff's, and a viewer may have both", async () => {
  const group = "group_of_the_customer";
  await expectRefused(portal, group, (context) => listConnections(context), { viewer: null });
  await expectRefused(portal, group, (context) => exportConnections(context), { viewer: null });
  expect((await listConnections(viewer())).connections).toHaveLength(connectionsPerPage);
});

describe("an export", () => {
  test("has every connection that fits once, in order, and stands in the log before its first row", async () => {
    await portal.services.db.execute(sql`
      insert into connections (group_id, state, scope, connected_at, state_changed_at, oauth_application_id)
      select 'group_export_' || n, 'active', 'read_only', ${moment(3)}::timestamptz, now(), 'application_export'
      from generate_series(1, 1203) as n`);
    const { actor } = await makeStaff(portal, "viewer");
    const filter = { oauthApplicationId: "application_export", createdFrom: new Date(moment(0)) };
    const rows = await exportConnections(portal.createContext(actor), { filter });
    const mine = async () =>
      (await auditRows(portal, { targetId: "list" })).filter(({ actor_id }) => actor_id === actor.staffId);
    expect(await mine()).toMatchObject([
      {
        action: "connections.exported",
        after: { filter: { ...filter, createdFrom: filter.createdFrom.toISOString() }, order: defaultOrder },
      },
    ]);
    const ids: string[] = [];
    for await (const { id } of rows) ids.push(id);
    expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
    expect(ids).toHaveLength(1_203);
    expect(await mine()).toHaveLength(1);
  });
});

test("whoever may act on a connection is told of its tokens' generations; a viewer and a file are not", async () => {
  const { groupId, connected } = await connectGroup(portal);
  await signIn(portal, groupId);
  const { act } = await makeOperator(portal);
  const filter = { q: groupId };
  const generationsTo = async (context: Context) =>
    (await listConnections(context, { filter })).connections.map(({ generations }) => generations);
  expect(await generationsTo(act())).toEqual([{ live: 2, sandbox: null }]);
  const { connectionId } = connected;
  await mintSandboxToken(act(), { connectionId, replacing: null, actId: uuidv4() });
  expect(await generationsTo(act())).toEqual([{ live: 2, sandbox: 1 }]);
  await disconnectConnection(act(), { connectionId, seen: 2, typed: groupId });
  expect(await generationsTo(act())).toEqual([{ live: null, sandbox: null }]);
  const onlooker = portal.createContext((await makeStaff(portal, "viewer")).actor);
  expect(await generationsTo(onlooker)).toEqual([null]);
  for await (const row of await exportConnections(onlooker, { filter })) expect(row.generations).toBeNull();
});
