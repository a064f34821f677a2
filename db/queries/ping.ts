import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";
import { users } from "../schema";

/** Fails where the database is away or not migrated. */
export async function pingDatabase(db: Executor): Promise<void> {
  await db
    .select({ one: sql`1` })
    .from(users)
    .limit(1);
}
