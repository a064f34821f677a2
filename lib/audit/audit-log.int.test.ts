import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAudited } from "@/db/queries/audit";
import type { Actor, StaffRole } from "../context";
import { untilOneWaits } from "../testing/connection-acts";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { exportAuditEntries, listAuditEntries, recordAudit, type AuditFact, type AuditFilter } from ".";
import { auditEntriesPerPage } from "./list-audit-entries";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const as = (role: StaffRole) => portal.createContext(staffActor(role));

async function record(fact: Partial<AuditFact> = {}, actor: Actor = { kind: "system" }): Promise<void> {
  await portal.services.db.transaction((tx) =>
    recordAudit(tx, portal.createContext(actor), {
      action: "connection.active",
      targetKind: "connection",
      targetId: "connection_1",
      groupId: null,
      ...fact,
    }),
  );
}

/** Many entries of a group, in one statement. */
async function recordMany(groupId: string, count: number): Promise<void> {
  await portal.services.db.execute(sql`
    insert into audit_entries (at, actor_kind, action, target_kind, target_id, group_id)
    select now(), 'system', 'connection.active', 'connection', 'many_' || n, ${groupId}
    from generate_series(1, ${count}::int) as n`);
}

const targetsOf = async (filter: AuditFilter) =>
  (await listAuditEntries(as("viewer"), { filter })).entries.map(({ targetId }) => targetId);

async function readAll<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

describe("who may read or take the log", () => {
  const others: [string, Actor | null, string][] = [
    ["nobody", null, "not_signed_in"],
    ["a customer", { kind: "customer", groupId: "group_1", sessionId: "" }, "not_found"],
    ["the system", { kind: "system" }, "not_found"],
  ];

  test.each(others)(
    "not %s: it is the staff's, and a refused export leaves no entry",
    async (_who, actor, code) => {
      const context = portal.createContext(actor);
      await expect(listAuditEntries(context)).rejects.toMatchObject({ code });
      await expect(exportAuditEntries(context)).rejects.toMatchObject({ code });
      expect(await targetsOf({ action: "audit.exported" })).toEqual([]);
    },
  );

  test.each(["viewer", "operator", "owner"] as const)("a %s", async (role) => {
    expect((await listAuditEntries(as(role))).entries).toBeInstanceOf(Array);
  });
});

describe("the list", () => {
  test("is filtered by actor, action, group, target and time", async () => {
    const { actor } = await makeStaff(portal, "owner");
    await record({ targetId: "of_staff", action: "connections.synced" }, actor);
    await record(
      { targetId: "of_customer", groupId: "group_a" },
      { kind: "customer", groupId: "group_a", sessionId: "" },
    );
    await record({ targetId: "of_increase", actor: { kind: "increase" } });
    expect(await targetsOf({ actorKind: "staff" })).toEqual(["of_staff"]);
    expect(await targetsOf({ actorId: actor.staffId })).toEqual(["of_staff"]);
    expect(await targetsOf({ action: "connections.synced" })).toEqual(["of_staff"]);
    expect(await targetsOf({ groupId: "group_a" })).toEqual(["of_customer"]);
    expect(await targetsOf({ targetId: "of_increase" })).toEqual(["of_increase"]);
    expect(await targetsOf({ actorKind: "increase" })).toEqual(["of_increase"]);
    const [latest] = (await listAuditEntries(as("viewer"))).entries;
    const at = latest?.at ?? new Date(0);
    expect(await targetsOf({ from: at })).toContain("of_increase");
    expect(await targetsOf({ before: at })).not.toContain("of_increase");
    expect(await targetsOf({ actorKind: "staff", groupId: "group_a" })).toEqual([]);
  });

  test("names the staff in it by their address, as actor and as target, and no unknown one", async () => {
    const [owner, viewer] = [await makeStaff(portal, "owner"), await makeStaff(portal, "viewer")];
    await record(
      { action: "staff.role_changed", targetKind: "staff", targetId: viewer.actor.staffId },
      owner.actor,
    );
    await record({ targetId: "of_a_stranger" }, staffActor("owner", { staffId: "no uuid at all" }));
    const [stranger, change] = (await listAuditEntries(as("viewer"), { filter: { actorKind: "staff" } }))
      .entries;
    expect(change).toMatchObject({ actorEmail: owner.email, targetEmail: viewer.email });
    expect(stranger).toMatchObject({ targetId: "of_a_stranger", actorEmail: null, targetEmail: null });
  });

  test("goes on page by page, newest first, though new entries come in between", async () => {
    const groupId = "group_pages";
    await recordMany(groupId, 2 * auditEntriesPerPage + 3);
    const seen: bigint[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAuditEntries(as("viewer"), { filter: { groupId }, cursor });
      seen.push(...page.entries.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      await record({ groupId, targetId: "late" });
    } while (cursor !== undefined);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => (a < b ? 1 : -1)));
    expect(seen).toHaveLength(2 * auditEntriesPerPage + 3);
  });

  test.each(["", "nonsense", "-1", "1.5", "9223372036854775808", "99999999999999999999"])(
    "from the unknown place «%s» is bad input",
    async (cursor) => {
      await expect(listAuditEntries(as("viewer"), { cursor })).rejects.toMatchObject({
        code: "invalid_input",
      });
    },
  );

  test.each([{ groupId: "a\u0000" }, { actorId: "" }, { action: "no.such" }, { from: new Date(8.64e15) }])(
    "with the filter %j is bad input, to read and to take",
    async (filter) => {
      const refused = { code: "invalid_input" };
      await expect(listAuditEntries(as("viewer"), { filter })).rejects.toMatchObject(refused);
      await expect(exportAuditEntries(as("viewer"), { filter })).rejects.toMatchObject(refused);
    },
  );
});

describe("an export", () => {
  test("has every entry that fits exactly once, though new ones come while it is read", async () => {
    const groupId = "group_export";
    await recordMany(groupId, 1_203);
    const filter: AuditFilter = { groupId, action: "connection.active" };
    const ids: bigint[] = [];
    const { actor } = await makeStaff(portal, "viewer");
    for await (const { id } of await exportAuditEntries(portal.createContext(actor), { filter })) {
      if (ids.length % 400 === 0) await record({ groupId, targetId: "late" });
      ids.push(id);
    }
    expect(new Set(ids).size).toBe(ids.length);
    // One of the late ones may have come before the first page was read.
    expect(ids.length - 1_203).toBeLessThanOrEqual(1);
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? 1 : -1)));
  });

  test("stands in the log with its filter before its first row is read", async () => {
    const { actor } = await makeStaff(portal, "viewer");
    const from = new Date("2026-01-02T00:00:00Z");
    const rows = await exportAuditEntries(portal.createContext(actor), {
      filter: { actorId: actor.staffId, from },
    });
    const { entries } = await listAuditEntries(as("viewer"), { filter: { actorId: actor.staffId } });
    expect(entries).toMatchObject([
      {
        action: "audit.exported",
        targetKind: "audit",
        after: { filter: { actorId: actor.staffId, from: from.toISOString() } },
      },
    ]);
    expect((await readAll(rows)).map(({ action }) => action)).toEqual(["audit.exported"]);
  });
});

test("of two who would each note the same of a target, the second waits, and finds what the first has noted", async () => {
  const { db } = portal.services;
  const fact = {
    action: "event_subscription.created",
    targetKind: "event_subscription",
    targetId: "event_subscription_raced",
  } as const;
  const other = { ...fact, targetId: "event_subscription_other" };
  let second: Promise<boolean> | undefined;
  await db.transaction(async (tx) => {
    expect(await isAudited(tx, fact)).toBe(false);
    expect(await db.transaction((another) => isAudited(another, other))).toBe(false);
    second = db.transaction((another) => isAudited(another, fact));
    await untilOneWaits(portal);
    await recordAudit(tx, portal.createContext(), { ...fact, groupId: null });
  });
  expect(await second).toBe(true);
});

describe("the log is append-only", () => {
  test.each(["update audit_entries set reason = 'x'", "delete from audit_entries", "truncate audit_entries"])(
    "%s is refused",
    async (statement) => {
      await record({ targetId: "stays" });
      const refused = portal.services.db.execute(sql.raw(statement));
      await expect(refused).rejects.toMatchObject({ cause: { code: "42501" } });
      expect(await targetsOf({ targetId: "stays" })).not.toEqual([]);
    },
  );
});
