import "server-only";
import { getTableColumns, getTableName, is, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import { PgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Executor } from "../client";
import * as schema from "../schema";

const wanted = Object.values(schema).flatMap((value: unknown) =>
  is(value, PgTable)
    ? Object.values(getTableColumns(value)).map(({ name }) => ({
        table: getTableName(value),
        column: toSnakeCase(name),
      }))
    : [],
);

const Answer = z.object({ rows: z.array(z.object({ name: z.string() })) });

/**
 * The columns that this version reads and writes and the database is without: its migrations have not run. Asked of
 * the catalog, since the portal's role need not be allowed to read the list of migrations.
 */
export async function findMissingColumns(db: Executor): Promise<string[]> {
  const tables = sql.param(wanted.map(({ table }) => table));
  const columns = sql.param(wanted.map(({ column }) => column));
  const answer = await db.execute(sql`
    select wanted.table_name || '.' || wanted.column_name as name
    from unnest(${tables}::text[], ${columns}::text[]) as wanted (table_name, column_name)
    where not exists (
      select from pg_attribute
      where attrelid = to_regclass('public.' || quote_ident(wanted.table_name))
        and attname = wanted.column_name and not attisdropped)`);
  return Answer.parse(answer).rows.map(({ name }) => name);
}
