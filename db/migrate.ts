import "server-only";
import { sql } from "drizzle-orm";
import { migrate as migrateNeon } from "drizzle-orm/neon-serverless/migrator";
import { migrate as migratePg } from "drizzle-orm/node-postgres/migrator";
import { isNeonHost, openNeon, openPg, type Database, type Executor } from "./client";

const migrationsFolder = new URL("./migrations", import.meta.url).pathname;
const migrationLock = sql`select pg_advisory_lock(hashtext('portal-migrations'))`;

export type Migration = {
  /** Of the role that owns the tables. */
  url: string;
  neonWsProxy?: string | undefined;
  /** The role that the portal itself connects as, where that is another one. */
  portalRole?: string | null;
};

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
}

async function bringUp<Open extends Database>(
  db: Open,
  migrate: (db: Open) => Promise<void>,
  portalRole: string | null,
): Promise<void> {
  try {
    await db.execute(migrationLock);
    if (portalRole !== null) await requireRole(db, portalRole);
    await migrate(db);
    if (portalRole !== null) await grantTo(db, portalRole);
  } finally {
    await db.close();
  }
}

/**
 * Brings the database up to the newest migration. Two at once wait for one another.
 * @throws Error where the portal's role is not there: before anything is changed
 */
export async function runMigrations({ url, neonWsProxy, portalRole = null }: Migration): Promise<void> {
  // One connection, so that the lock and the migrations share it; closing it frees the lock.
  const options = { url, neonWsProxy, maxConnections: 1 };
  await (isNeonHost(url)
    ? bringUp(openNeon(options), (db) => migrateNeon(db, { migrationsFolder }), portalRole)
    : bringUp(openPg(options), (db) => migratePg(db, { migrationsFolder }), portalRole));
}
