import { Client as NeonClient } from "@neondatabase/serverless";
import { sql } from "drizzle-orm";
import { Client as PgClient } from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { openDatabase, type Database } from "./client";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  const { url, neonWsProxy } = database;
  db = openDatabase({ url, neonWsProxy, maxConnections: 1 });
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const ask = () => db.execute(sql`select 1 as one`);
const refuse = () => Promise.reject(new Error("the connection is gone"));

test("a transaction that can't begin gives its connection back", async () => {
  await ask();
  vi.spyOn(PgClient.prototype, "query").mockImplementationOnce(refuse);
  vi.spyOn(NeonClient.prototype, "query").mockImplementationOnce(refuse);
  await expect(db.transaction(async () => "done")).rejects.toThrow("Failed query: begin");
  vi.restoreAllMocks();
  expect(await ask()).toMatchObject({ rows: [{ one: 1 }] });
});

test("a connection that drops in the middle of a transaction is missed by nobody", async () => {
  const dropped = db.transaction(async (tx) => {
    await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
  });
  await expect(dropped).rejects.toThrow();
  await expect.poll(ask).toMatchObject({ rows: [{ one: 1 }] });
});

test("what a transaction throws undoes it, and its connection serves the next", async () => {
  const failed = db.transaction(async (tx) => {
    await tx.execute(sql`create table undone (id int)`);
    throw new Error("changed my mind");
  });
  await expect(failed).rejects.toThrow("changed my mind");
  expect(await db.execute(sql`select to_regclass('undone') as found`)).toMatchObject({
    rows: [{ found: null }],
  });
});
