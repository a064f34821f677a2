import "server-only";
import { sql } from "drizzle-orm";
import { DrizzleQueryError } from "drizzle-orm/errors";
import { migrate as migrateNeon } from "drizzle-orm/neon-serverless/migrator";
import { migrate as migratePg } from "drizzle-orm/node-postgres/migrator";
import { isNeonHost, openDatabase, openNeon, openPg, type Database, type Executor } from "./client";
import { markAsProduction, refuseProductionDatabase, type Deployment } from "./deployment-mark";

export type { Deployment } from "./deployment-mark";

const landedMigrations = new URL("./migrations", import.meta.url).pathname;
const migrationLock = sql`select pg_advisory_lock(hashtext('portal-migrations'))`;

export type Migration = {
  /** Of the role that owns the tables. */
  url: string;
  neonWsProxy?: string | undefined;
  /** The role that the portal itself connects as, where that is another one. */
  portalRole?: string | null;
  deployment?: Deployment | null;
  migrationsFolder?: string;
  /** How long a statement may wait for a table: whoever asks for that table meanwhile waits behind it. */
  lockTimeoutMs?: number;
  /** How long to wait for another migration to end. */
  turnTimeoutMs?: number;
};

const lockNotAvailable = "55P03";

async function setLockTimeout(db: Executor, ms: number): Promise<void> {
  await db.execute(sql`select set_config('lock_timeout', ${`${ms}ms`}, false)`);
}

/** @throws Error where another one holds the lock for too long, or has left it behind */
async function takeTurn(db: Executor, turnTimeoutMs: number): Promise<void> {
  await setLockTimeout(db, turnTimeoutMs);
  try {
    await db.execute(migrationLock);
  } catch (error) {
    const isHeld =
      error instanceof DrizzleQueryError &&
      error.cause !== undefined &&
      Reflect.get(error.cause, "code") === lockNotAvailable;
    if (!isHeld) throw error;
    throw new Error(
      `another migration has held its lock for ${turnTimeoutMs / 1000} s. Nothing was changed; wait for it, or end its session: select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`,
      { cause: error },
    );
  }
}

/** @throws Error before anything is migrated */
async function requireRole(db: Executor, role: string): Promise<void> {
  const found = await db
    .select({ one: sql`1` })
    .from(sql`pg_roles`)
    .where(sql`rolname = ${role}`);
  if (found.length === 0) throw new Error(`there is no role ${role}; create it first`);
}

/** Lets the portal's role do what the portal does, and with the audit log no more than read it and add to it. */
async function grantTo(db: Executor, role: string): Promise<void> {
  const grantee = sql.identifier(role);
  await db.execute(sql`grant usage on schema public to ${grantee}`);
  await db.execute(sql`grant select, insert, update, delete on all tables in schema public to ${grantee}`);
  // Attack: whoever gets at the portal's database role drops the trigger, or rewrites what it did.
  await db.execute(sql`revoke update, delete on audit_entries from ${grantee}`);
  // The doctor says by it whether the database is as new as the code.
  await db.execute(sql`grant usage on schema drizzle to ${grantee}`);
  await db.execute(sql`grant select on all tables in schema drizzle to ${grantee}`);
}

/**
 * Neon's pooler hands a connection on after each statement, and the lock with it: it would hold up every migration
 * to come. Without `-pooler` in its first label the host is the server itself.
 */
export function toDirectUrl(url: string): string {
  const direct = new URL(url);
  if (isNeonHost(url)) direct.hostname = direct.hostname.replace(/^([^.]+)-pooler\./, "$1.");
  return direct.href;
}

async function bringUp<Open extends Database>(
  db: Open,
  migrate: (db: Open) => Promise<void>,
  { url, portalRole = null, deployment = null, lockTimeoutMs = 5_000, turnTimeoutMs = 60_000 }: Migration,
): Promise<void> {
  try {
    await takeTurn(db, turnTimeoutMs);
    await setLockTimeout(db, lockTimeoutMs);
    if (portalRole !== null) await requireRole(db, portalRole);
    if (deployment === "preview") await refuseProductionDatabase(db, url);
    await migrate(db);
    if (deployment === "production") await markAsProduction(db, url);
    if (portalRole !== null) await grantTo(db, portalRole);
  } finally {
    await db.close();
  }
}

/** @throws Error where a preview's portal would read production's database, whoever owns its tables */
export async function requireOwnOfPreview({ url, neonWsProxy }: Pick<Migration, "url" | "neonWsProxy">) {
  const direct = toDirectUrl(url);
  const db = openDatabase({ url: direct, neonWsProxy, maxConnections: 1 });
  try {
    await refuseProductionDatabase(db, direct);
  } finally {
    await db.close();
  }
}

/**
 * Brings the database up to the newest migration, or, where one fails, leaves it as it was. Two at once wait for one
 * another.
 * @throws Error before anything is changed where the portal's role is not there, or a preview is given production's
 */
export async function runMigrations(migration: Migration): Promise<void> {
  const { neonWsProxy, migrationsFolder = landedMigrations } = migration;
  const url = toDirectUrl(migration.url);
  // One connection, so that the lock and the migrations share it; closing it frees the lock.
  const options = { url, neonWsProxy, maxConnections: 1 };
  const direct = { ...migration, url };
  await (isNeonHost(url)
    ? bringUp(openNeon(options), (db) => migrateNeon(db, { migrationsFolder }), direct)
    : bringUp(openPg(options), (db) => migratePg(db, { migrationsFolder }), direct));
}
