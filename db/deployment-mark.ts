import "server-only";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Executor } from "./client";

/** What is deployed, as Vercel names it. */
export type Deployment = "production" | "preview";

/** Says nothing of where the database is, and is the same through Neon's pooler and beside it. */
function markOf(directUrl: string): string {
  const { hostname, port, pathname } = new URL(directUrl);
  const place = `${hostname}:${port || "5432"}${pathname}`;
  return `production ${createHash("sha256").update(place).digest("hex")}`;
}

async function readMark(db: Executor): Promise<string | null> {
  const [found] = await db
    .select({ mark: sql<string | null>`obj_description(oid, 'pg_namespace')` })
    .from(sql`pg_namespace`)
    .where(sql`nspname = 'drizzle'`);
  return found?.mark ?? null;
}

/** @throws Error where this place is production's. A branch of it carries the mark too, but of another place. */
export async function refuseProductionDatabase(db: Executor, directUrl: string): Promise<void> {
  // Attack: a preview of anybody's branch migrates, and then reads, the database of everybody's tokens.
  if ((await readMark(db)) === markOf(directUrl)) {
    throw new Error("it is production's, and this is a preview: give previews a database of their own");
  }
}

export async function markAsProduction(db: Executor, directUrl: string): Promise<void> {
  const mark = markOf(directUrl);
  if ((await readMark(db)) !== mark) await db.execute(sql.raw(`comment on schema drizzle is '${mark}'`));
}
