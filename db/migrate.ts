import "server-only";
import { sql } from "drizzle-orm";
import { migrate as migrateNeon } from "drizzle-orm/neon-serverless/migrator";
import { migrate as migratePg } from "drizzle-orm/node-postgres/migrator";
import { isNeonHost, openNeon, openPg } from "./client";

const migrationsFolder = new URL("./migrations", import.meta.url).pathname;
const migrationLock = sql`select pg_advisory_lock(hashtext('portal-migrations'))`;

/** Brings the database up to the newest migration. Two at once wait for one another. */
export async function runMigrations(url: string, neonWsProxy?: string): Promise<void> {
  // One connection, so that the lock and the migrations share it; closing it frees the lock.
  const options = { url, neonWsProxy, maxConnections: 1 };
  if (isNeonHost(url)) {
    const db = openNeon(options);
    try {
      await db.execute(migrationLock);
      await migrateNeon(db, { migrationsFolder });
    } finally {
      await db.close();
    }
    return;
  }
  const db = openPg(options);
  try {
    await db.execute(migrationLock);
    await migratePg(db, { migrationsFolder });
  } finally {
    await db.close();
  }
}
