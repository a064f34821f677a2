import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../client";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import {
  compareMigrations,
  countOwnersOf,
  findOldestReconciliation,
  readDatabaseFacts,
  readDeliveryHours,
} from "./doctor";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test("a migrated database has every table, and every migration that this version has", async () => {
  expect(await readDatabaseFacts(db)).toMatchObject({
    now: expect.any(Date),
    has_migrations: true,
    may_read_migrations: true,
    tables_without_rights: [],
    is_audit_guarded: true,
    is_neon: false,
  });
  expect(await compareMigrations(db)).toEqual({ lacking: [], unknown: 0 });
});

test("hours with a delivery are told once each, oldest first, and the last moment exactly", async () => {
  await db.execute(sql`
    insert into webhook_events (environment, event_id, source, body, headers, received_at, state, due_at)
    select 'live', 'event_' || at, 'delivery', '', '{}', at::timestamptz, 'processed', at::timestamptz
    from unnest(array['2026-11-01T10:05:00Z', '2026-11-01T10:50:00Z', '2026-11-01T12:00:00Z']) as at`);
  const span = { since: new Date("2026-11-01T00:00:00Z"), now: new Date("2026-11-02T00:00:00Z") };
  expect(await readDeliveryHours(db, "live", { ...span, timeoutMs: 5_000 })).toEqual({
    hours: [new Date("2026-11-01T10:00:00Z"), new Date("2026-11-01T12:00:00Z")],
    lastAt: new Date("2026-11-01T12:00:00Z"),
  });
  expect(await readDeliveryHours(db, "sandbox", { ...span, timeoutMs: 5_000 })).toEqual({
    hours: [],
    lastAt: null,
  });
});

test("what is not there yet is none", async () => {
  expect(await countOwnersOf(db, null)).toEqual({ owners: 0, ofIssuer: 0 });
  expect(await findOldestReconciliation(db)).toBeNull();
});
