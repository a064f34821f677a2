import { sql, type SQL } from "drizzle-orm";
import { expect } from "vitest";
import { z } from "zod";
import { findConnection, type ConnectionWithTokens } from "@/db/queries/connections";
import type { ChosenConnection } from "../connections";
import type { Actor, Context, StaffActor } from "../context";
import { makeStaff, staffActor } from "./staff";
import type { TestPortal } from "./test-portal";

export async function selectRows<T>(
  { services: { db } }: TestPortal,
  row: z.ZodType<T>,
  query: SQL,
): Promise<T[]> {
  return z.object({ rows: z.array(row) }).parse(await db.execute(query)).rows;
}

const auditRow = z.object({
  action: z.string(),
  actor_kind: z.string(),
  actor_id: z.string().nullable(),
  target_id: z.string(),
  request_id: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
});
export type AuditRow = z.output<typeof auditRow>;

/** The audit log, oldest first; of one group or one target, where it is named. */
export async function auditRows(
  portal: TestPortal,
  { groupId, targetId }: { groupId?: string; targetId?: string } = {},
): Promise<AuditRow[]> {
  return selectRows(
    portal,
    auditRow,
    sql`select * from audit_entries where (${groupId ?? null}::text is null or group_id = ${groupId ?? null})
      and (${targetId ?? null}::text is null or target_id = ${targetId ?? null}) order by id`,
  );
}

export async function auditActionsOf(portal: TestPortal, groupId: string): Promise<string[]> {
  return (await auditRows(portal, { groupId })).map(({ action }) => action);
}

const tableRow = z.object({ name: z.string() });
const textRow = z.object({ text: z.string() });

/** Every row of every table as text. A row changes its text exactly when it changes. */
export async function dumpDatabase(portal: TestPortal): Promise<Map<string, string[]>> {
  const tables = await selectRows(
    portal,
    tableRow,
    sql`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const dump = new Map<string, string[]>();
  for (const { name } of tables) {
    const query = sql`select each::text as text from ${sql.identifier(name)} as each order by 1`;
    const rows = await selectRows(portal, textRow, query);
    dump.set(
      name,
      rows.map(({ text }) => text),
    );
  }
  return dump;
}

/** Every token that Increase has ever given out, in plain text. */
export function issuedTokens({ simulator }: TestPortal): string[] {
  return simulator.world.state.tokens.map(({ token }) => token);
}

/** No token in plain text in the database, in the log, or in what is given besides. */
export async function expectNoPlainToken(portal: TestPortal, ...besides: unknown[]): Promise<void> {
  await portal.services.upstream.flush();
  const dump = await dumpDatabase(portal);
  const text = [...dump.values()].flat().join("\n") + portal.logLines() + JSON.stringify(besides);
  const tokens = issuedTokens(portal);
  expect(tokens).not.toEqual([]);
  expect(tokens.filter((token) => text.includes(token))).toEqual([]);
}

/** Whom a verb of the staff refuses, and how; `groupId` is the group that it is about. */
export function strangersTo(groupId: string): [who: string, actor: Actor | null, code: string][] {
  return [
    ["nobody", null, "not_signed_in"],
    ["the group's own customer", { kind: "customer", groupId, sessionId: "" }, "not_found"],
    ["another customer", { kind: "customer", groupId: "group_other", sessionId: "" }, "not_found"],
    ["the system", { kind: "system" }, "not_found"],
  ];
}

/** Refused to all of these, and nothing in the database is another than before. */
export async function expectRefused(
  portal: TestPortal,
  groupId: string,
  work: (context: Context) => Promise<unknown>,
  { viewer = "not_allowed" }: { viewer?: string | null } = {},
): Promise<void> {
  const before = await dumpDatabase(portal);
  const refused = strangersTo(groupId);
  if (viewer !== null) refused.push(["a viewer", staffActor("viewer"), viewer]);
  for (const [who, actor, code] of refused) {
    await expect(work(portal.createContext(actor)), who).rejects.toMatchObject({ code });
  }
  expect(await dumpDatabase(portal)).toEqual(before);
}

/** Every way in which a call to Increase can fail, and how the staff are told. */
export const upstreamFailures: [name: string, fault: Record<string, unknown>, code: string, words: RegExp][] =
  [
    ["400", { status: 400 }, "increase_refused", /invalid_parameters_error, 400/],
    ["404", { status: 404 }, "increase_refused", /object_not_found_error, 404/],
    ["409", { status: 409 }, "increase_refused", /invalid_operation_error, 409/],
    ["429", { status: 429 }, "increase_unavailable", /rate_limited_error, 429/],
    ["500", { status: 500 }, "increase_unavailable", /internal_server_error, 500/],
    ["503", { status: 503 }, "increase_unavailable", /503/],
    ["an HTML page", { html: true }, "increase_unavailable", /502/],
    ["an HTML page with 200", { html: true, status: 200 }, "increase_unavailable", /unavailable/],
    ["half a body", { malformed: true }, "increase_unavailable", /unavailable/],
    ["a dropped connection", { drop: true }, "increase_unavailable", /unavailable/],
  ];

/** An operator with a row of their own, and contexts to act in. */
export async function makeOperator(portal: TestPortal): Promise<{ actor: StaffActor; act: () => Context }> {
  const { actor } = await makeStaff(portal, "operator");
  return {
    actor,
    /** A request of theirs; each asks anew for a fresh sign-in. */
    act: () => portal.createContext({ ...actor, signedInAt: portal.services.now() }),
  };
}

export async function readConnection(portal: TestPortal, id: string): Promise<ConnectionWithTokens> {
  const connection = await findConnection(portal.services.db, { id });
  if (connection === null) throw new Error(`There is no connection ${id}`);
  return connection;
}

/** Connections as a list that is read now shows them, for a form that acts on them; an unknown one has no tokens. */
export async function asShown(portal: TestPortal, ids: string[]): Promise<ChosenConnection[]> {
  const row = z.object({ connection_id: z.string(), environment: z.string(), generation: z.number() });
  const tokens = await selectRows(portal, row, sql`select * from connection_tokens`);
  return ids.map((connectionId) => {
    const of = (environment: string) =>
      tokens.find((each) => each.connection_id === connectionId && each.environment === environment)
        ?.generation ?? null;
    return { connectionId, live: of("live"), sandbox: of("sandbox") };
  });
}

/** Until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(async () => isSo(), { interval: 5, timeout: 5_000 }).toBe(true);
}

/** Until somebody waits for another's turn in this portal's database. */
export async function untilOneWaits(portal: TestPortal): Promise<void> {
  const waiting = sql`select pid from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  await until(async () => (await selectRows(portal, z.object({ pid: z.number() }), waiting)).length > 0);
}

/** How often Increase was called: on a path of its API, as a glob. */
export function callsTo({ simulator }: TestPortal, path: string): number {
  return simulator.world.requestLog.list({ path }).length;
}

export function clearFaults({ simulator }: TestPortal): void {
  simulator.world.faults.clear();
}
