import { z } from "zod";
import type { RealServer } from "../real-server";

/** What the portal notes of its own calls, and writes when it gets round to it; that somebody has tried at all. */
const notWatched = ["upstream_calls", "upstream_errors", "rate_limits", "__drizzle_migrations"];
/** When something was last looked at: a request that is refused may still be noted. */
const restless = ["last_seen_at", "idle_expires_at", "last_used_at", "last_ok_at"];

const tableRow = z.object({ name: z.string(), columns: z.string() });
const digestRow = z.object({ name: z.string(), digest: z.string() });

export type Digest = Map<string, string>;

/** Reads all that is in the database as one short text a table. */
export async function createDigester(server: RealServer): Promise<() => Promise<Digest>> {
  const tables = await server.select(
    tableRow,
    `select table_name as name, string_agg(quote_ident(column_name), ', ') as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE'
       and table_name <> all($1) and column_name <> all($2)
     group by table_name`,
    [notWatched, restless],
  );
  const parts = tables.map(
    ({ name, columns }) =>
      `select '${name}' as name, md5(coalesce(string_agg(each::text, ',' order by each::text), '')) as digest
       from (select ${columns} from "${name}") as each`,
  );
  const sql = parts.join(" union all ");
  return async () => new Map((await server.select(digestRow, sql)).map(({ name, digest }) => [name, digest]));
}

/** The tables that are not as they were. */
export function findChanges(before: Digest, after: Digest): string[] {
  return [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);
}
