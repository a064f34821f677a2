import { afterAll, expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { isNeonHost, openDatabase } from "@/db/client";
import { createTestDatabase } from "./test-database";

const first = await createTestDatabase();
const second = await createTestDatabase();
const opened = [first, second].map(({ url }) =>
  openDatabase({ url, neonWsProxy: process.env.NEON_WS_PROXY }),
);

afterAll(async () => {
  await Promise.all(opened.map((db) => db.close()));
  await Promise.all([first.drop(), second.drop()]);
});

test("the project's driver reaches a migrated database", async () => {
  const [db] = opened;
  const result = await db?.execute(
    sql`select count(*)::int as count from information_schema.tables where table_schema = 'public'`,
  );
  expect(isNeonHost(first.url)).toBe(process.env.NEON_WS_PROXY !== undefined);
  expect(result).toMatchObject({ rows: [{ count: expect.toSatisfy((count: number) => count > 0) }] });
});

test("what one file writes, another does not see", async () => {
  const [db, other] = opened;
  await db?.execute(sql`create table trace (id int)`);
  await expect(other?.execute(sql`select * from trace`)).rejects.toThrow();
});
