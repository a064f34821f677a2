import "server-only";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Executor } from "./client";

/** What is deployed, as Vercel names it. */
export type Deployment = "production" | "preview";

/** A branch of Neon's shares its system's identifier, and has a timeline of its own. */
const identity = sql<string>`coalesce(
  current_setting('neon.timeline_id', true),
  (select system_identifier::text from pg_control_system())
) || ' ' || (select oid from pg_database where datname = current_database())`;

const digest = (text: string) => createHash("sha256").update(text).digest("base64url");

/**
 * Where it is, the same through Neon's pooler and beside it, and which one it is by its own account: of a database
 * with two names one of both gives it away. The digests tell neither.
 */
async function describePlace(db: Executor, directUrl: string): Promise<string[]> {
  const { hostname, port, pathname } = new URL(directUrl);
  const [own] = await db.select({ identity }).from(sql`(select 1) as one`);
  return [digest(`${hostname}:${port || "5432"}${pathname}`), digest(own?.identity ?? "unknown")];
}

async function readMark(db: Executor): Promise<string | null> {
  const [found] = await db
    .select({ mark: sql<string | null>`obj_description(oid, 'pg_namespace')` })
    .from(sql`pg_namespace`)
    .where(sql`nspname = 'drizzle'`);
  return found?.mark ?? null;
}

/**
 * @throws Error where this is production's. A branch of it carries the mark too, but of another place; a copy of the
 * server's files is refused as well, and holds the same tokens.
 */
export async function refuseProductionDatabase(db: Executor, directUrl: string): Promise<void> {
  // Attack: a preview of anybody's branch migrates, and then reads, the database of everybody's tokens.
  const marked = (await readMark(db))?.split(" ") ?? [];
  if ((await describePlace(db, directUrl)).some((part) => marked.includes(part))) {
    throw new Error("it is production's, and this is a preview: give previews a database of their own");
  }
}

export async function markAsProduction(db: Executor, directUrl: string): Promise<void> {
  const mark = ["production", ...(await describePlace(db, directUrl))].join(" ");
  if ((await readMark(db)) !== mark) await db.execute(sql.raw(`comment on schema drizzle is '${mark}'`));
}
