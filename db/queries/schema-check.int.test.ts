import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../client";
import { createTestDatabase } from "../testing/test-database";
import { findMissingColumns } from "./schema-check";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, neonWsProxy: database.neonWsProxy });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test("a database that is migrated to this version lacks nothing", async () => {
  expect(await findMissingColumns(db)).toEqual([]);
});

test("one that is older is found by the columns and tables that it is without", async () => {
  await db.execute(sql`alter table webhook_events drop column trace_parent`);
  await db.execute(sql`drop table upstream_calls`);
  const missing = await findMissingColumns(db);
  expect(missing).toContain("webhook_events.trace_parent");
  expect(missing).toContain("upstream_calls.calls");
  expect(missing.every((name) => /^(webhook_events\.trace_parent|upstream_calls\.)/.test(name))).toBe(true);
});
