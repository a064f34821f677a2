import { Client, escapeIdentifier } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import "./testing/provided";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

/** As the demo and the tests make it: scripts/postgres/cluster.ts. */
const portalRole = "portal_app";

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(inject("database").adminUrl);
  url.pathname = new URL(database.url).pathname;
  url.username = portalRole;
  client = new Client({ connectionString: url.href });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test("the portal's role adds to the audit log and reads it", async () => {
  await client.query(
    "insert into audit_entries (at, actor_kind, action, target_kind, target_id) values (now(), 'system', 'a', 'b', 'c')",
  );
  expect((await client.query("select action from audit_entries")).rows).toEqual([{ action: "a" }]);
});

test("an entry's id is the next one, whatever the portal's role asks for", async () => {
  await client.query(`insert into audit_entries (id, at, actor_kind, action, target_kind, target_id)
    overriding system value values (9223372036854775807, now(), 'system', 'chosen', 'b', 'c')`);
  const { rows } = await client.query("select id::int from audit_entries where action = 'chosen'");
  expect(rows).toEqual([{ id: expect.any(Number) }]);
});

test.each([
  "update audit_entries set action = 'x'",
  "delete from audit_entries",
  "truncate audit_entries",
  "alter table audit_entries disable trigger all",
  "drop trigger audit_entries_append_only on audit_entries",
  "create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return new; end'",
  "drop table audit_entries",
  `grant update on audit_entries to ${escapeIdentifier(portalRole)}; update audit_entries set action = 'x'`,
])("%s is refused to it", async (statement) => {
  await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
});

test("on every other table it may do what the portal does", async () => {
  const { rows } = await client.query(`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname <> 'audit_entries' and not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
      and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))`);
  expect(rows).toEqual([]);
});
