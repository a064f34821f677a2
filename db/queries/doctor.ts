import "server-only";
import { and, count, desc, eq, getTableName, gt, gte, inArray, is, isNull, lt, min, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Database, Executor } from "../client";
import journal from "../migrations/meta/_journal.json";
import * as schema from "../schema";

/** What the doctor reads of the database. Nothing here writes. */

const { auditEntries, connections, reconciliations, staff, upstreamErrors, webhookEvents } = schema;
type Environment = (typeof webhookEvents.$inferSelect)["environment"];

const rowsOf = <T>(row: z.ZodType<T>) => z.object({ rows: z.array(row) }).transform(({ rows }) => rows);

/** Ids of the events that the doctor itself sends begin so: no event of Increase's does. */
export const probePrefix = "doctor_probe_";

const tableNames = Object.values(schema).flatMap((value: unknown) =>
  is(value, PgTable) ? [getTableName(value)] : [],
);
const auditTable = getTableName(auditEntries);

const Facts = z.object({
  now: z.coerce.date(),
  /** Whether the connection is encrypted; null where the server does not say. */
  is_encrypted: z.boolean().nullable(),
  is_neon: z.boolean(),
  has_migrations: z.boolean(),
  may_read_migrations: z.boolean().nullable(),
  tables_without_rights: z.array(z.string()),
  may_change_audit: z.boolean().nullable(),
  is_audit_guarded: z.boolean(),
});
export type DatabaseFacts = z.output<typeof Facts>;

/** The server, and what the portal's role may do in it: one statement, which needs no table of ours. */
export async function readDatabaseFacts(db: Executor): Promise<DatabaseFacts> {
  const named = sql`unnest(${sql.param(tableNames)}::text[]) as named (name)`;
  const ofName = sql`pg_class.relnamespace = 'public'::regnamespace and pg_class.relname = named.name`;
  const mayRead = sql`has_table_privilege(pg_class.oid, 'select') and has_table_privilege(pg_class.oid, 'insert')`;
  const mayWrite = sql`has_table_privilege(pg_class.oid, 'update') and has_table_privilege(pg_class.oid, 'delete')`;
  const audit = sql`pg_class.relnamespace = 'public'::regnamespace and pg_class.relname = ${auditTable}`;
  const migrations = sql`from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'drizzle' and relname = '__drizzle_migrations'`;
  const answer = await db.execute(sql`select
    clock_timestamp() as now,
    (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as is_encrypted,
    coalesce(current_setting('neon.timeline_id', true), '') <> '' as is_neon,
    exists (select ${migrations}) as has_migrations,
    (select has_schema_privilege(pg_namespace.oid, 'usage') and has_table_privilege(pg_class.oid, 'select')
      ${migrations}) as may_read_migrations,
    array(select name from ${named} join pg_class on ${ofName}
      where not (${mayRead} and (name = ${auditTable} or (${mayWrite})))) as tables_without_rights,
    (select has_table_privilege(pg_class.oid, 'update') or has_table_privilege(pg_class.oid, 'delete')
      or has_table_privilege(pg_class.oid, 'truncate') or pg_has_role(relowner, 'member')
      from pg_class where ${audit}) as may_change_audit,
    exists (select from pg_trigger join pg_class on pg_class.oid = tgrelid
      where ${audit} and not tgisinternal and tgenabled <> 'D') as is_audit_guarded`);
  const [facts] = rowsOf(Facts).parse(answer);
  if (facts === undefined) throw new Error("The database gave no row of facts");
  return facts;
}

const Applied = z.object({ created_at: z.coerce.number() });

/** By name, which of this version's migrations the database lacks; and how many it has that this version has not. */
export async function compareMigrations(db: Executor): Promise<{ lacking: string[]; unknown: number }> {
  const answer = await db.execute(sql`select created_at from drizzle.__drizzle_migrations`);
  const applied = new Set(
    rowsOf(Applied)
      .parse(answer)
      .map(({ created_at }) => created_at),
  );
  const known = new Set(journal.entries.map(({ when }) => when));
  return {
    lacking: journal.entries.filter(({ when }) => !applied.has(when)).map(({ tag }) => tag),
    unknown: [...applied].filter((when) => !known.has(when)).length,
  };
}

const ActiveHour = z.object({ hour: z.coerce.date() });

/** The hours since a moment in which something was delivered, oldest first; and when it last was. */
export type DeliveryHours = { hours: Date[]; lastAt: Date | null };

/**
 * Looks into each hour until the first delivery in it, so that a busy portal costs no more than a quiet one.
 * @throws the database's error 57014 where it takes longer than `timeoutMs`
 */
export async function readDeliveryHours(
  db: Database,
  environment: Environment,
  { since, now, timeoutMs }: { since: Date; now: Date; timeoutMs: number },
): Promise<DeliveryHours> {
  const isDelivery = and(
    eq(webhookEvents.environment, environment),
    eq(webhookEvents.source, "delivery"),
    sql`not starts_with(${webhookEvents.eventId}, ${probePrefix})`,
  );
  const { receivedAt } = webhookEvents;
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${`${timeoutMs}ms`}, true)`);
      const found = await tx.execute(sql`select hour from
        generate_series(date_trunc('hour', ${since.toISOString()}::timestamptz), ${now.toISOString()}::timestamptz, '1 hour') as hour
        where exists (select from ${webhookEvents}
          where ${isDelivery} and ${receivedAt} >= hour and ${receivedAt} < hour + interval '1 hour') order by hour`);
      const [last] = await tx
        .select({ receivedAt })
        .from(webhookEvents)
        .where(and(isDelivery, gte(receivedAt, since)))
        .orderBy(desc(receivedAt))
        .limit(1);
      const hours = rowsOf(ActiveHour).parse(found);
      return { hours: hours.map(({ hour }) => hour), lastAt: last?.receivedAt ?? null };
    },
    { accessMode: "read only" },
  );
}

/** How many events Increase's list brought between two moments, which no delivery has brought since. */
export async function countUndelivered(
  db: Executor,
  environment: Environment,
  { from, to }: { from: Date; to: Date },
): Promise<number> {
  return db.$count(
    webhookEvents,
    and(
      eq(webhookEvents.environment, environment),
      eq(webhookEvents.source, "list"),
      gte(webhookEvents.receivedAt, from),
      lt(webhookEvents.receivedAt, to),
    ),
  );
}

/** Whether a group connected between two moments: each time Increase has an event to deliver. */
export async function hasConnected(db: Executor, { from, to }: { from: Date; to: Date }): Promise<boolean> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .where(and(gte(connections.connectedAt, from), lt(connections.connectedAt, to)))
    .limit(1);
  return rows.length > 0;
}

/** When a customer last signed in, which takes the client's secret. */
export async function findLastSignIn(db: Executor): Promise<Date | null> {
  const { action, at, id } = auditEntries;
  const newestOf = (name: string) =>
    db.select({ at }).from(auditEntries).where(eq(action, name)).orderBy(desc(id)).limit(1);
  const found = await Promise.all([newestOf("connection.connected"), newestOf("connection.reconnected")]);
  return found.flat().reduce<Date | null>((last, entry) => (last && last > entry.at ? last : entry.at), null);
}

/** How often Increase has refused an exchange of a code since a moment. */
export async function countRefusedExchanges(db: Executor, since: Date): Promise<number> {
  return db.$count(
    upstreamErrors,
    and(
      gt(upstreamErrors.at, since),
      eq(upstreamErrors.environment, "live"),
      eq(upstreamErrors.request, "POST /oauth/tokens"),
      inArray(upstreamErrors.kind, ["invalid", "unauthorized", "forbidden", "not_found"]),
    ),
  );
}

/** How many owners there are, and how many of them this issuer can sign in. */
export async function countOwnersOf(
  db: Executor,
  issuer: string | null,
): Promise<{ owners: number; ofIssuer: number }> {
  const ofIssuer = sql<number>`count(*) filter (where ${staff.issuer} = ${issuer})`.mapWith(Number);
  const [row] = await db
    .select({ owners: count(), ofIssuer })
    .from(staff)
    .where(and(eq(staff.role, "owner"), isNull(staff.removedAt)));
  return { owners: row?.owners ?? 0, ofIssuer: row?.ofIssuer ?? 0 };
}

/** When the oldest reconciliation that is still written down began. */
export async function findOldestReconciliation(db: Executor): Promise<Date | null> {
  const [row] = await db.select({ at: min(reconciliations.startedAt) }).from(reconciliations);
  return row?.at ?? null;
}

/** Alerts since a moment that nobody took. */
export async function countGivenUpAlerts(db: Executor, since: Date): Promise<number> {
  const { createdAt, givenUpAt } = schema.alerts;
  return db.$count(schema.alerts, and(gte(createdAt, since), sql`${givenUpAt} is not null`));
}

/** What has become of the doctor's own event; null where this database never got it. */
export async function findProbe(db: Executor, environment: Environment, eventId: string) {
  const [row] = await db
    .select({ state: webhookEvents.state })
    .from(webhookEvents)
    .where(and(eq(webhookEvents.environment, environment), eq(webhookEvents.eventId, eventId)));
  return row ?? null;
}
