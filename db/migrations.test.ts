import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findBreaches } from "./testing/migration-rules";

const folder = new URL("./migrations/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
/**
 * What a file breaks, and may: the first ones because nothing was served yet. A file that takes away what an earlier
 * release has stopped using joins them, with the release's name in a comment beside it.
 */
const allowed: Record<string, string[]> = {
  "0001_audit_append_only.sql": ["adds a trigger"],
  "0002_webhooks.sql": ["builds an index that was not built before"],
  "0003_staff.sql": [
    "builds an index that was not built before",
    "changes or deletes rows",
    "adds a trigger",
  ],
};

test.each(files)("%s leaves the version before it what that reads and writes", (name) => {
  const breaches = findBreaches(readFileSync(new URL(name, folder), "utf8"));
  const rules = new Set(breaches.map(({ rule }) => rule));
  expect([...rules], JSON.stringify(breaches, null, 2)).toEqual(allowed[name] ?? []);
});

const column = `alter table "connections" add column "note" text`;

test.each([
  ["drops something", `DROP TABLE "sessions"`],
  ["drops something", `alter table "connections" drop column "scope"`],
  ["drops something", `ALTER TABLE "connections"\n  DROP CONSTRAINT "connections_one_current_per_group"`],
  ["drops something", `alter table "connections" alter column "scope" drop default`],
  ["drops something", `${column}, drop column "scope"`],
  ["drops something", `drop index "connections_one_current_per_group"`],
  ["renames something", `alter table "connections" rename column "scope" to "scopes"`],
  ["renames something", `alter table "connections" rename to "links"`],
  ["renames something", `alter type state rename value 'a' to 'b'`],
  ["moves something", `alter table "connections" set schema old`],
  ["takes a right away", `revoke select on "connections" from portal_app`],
  ["changes or deletes rows", `delete from "sessions" where true`],
  ["changes or deletes rows", `UPDATE "connections" SET scope = 'x'`],
  ["changes or deletes rows", `truncate "sessions"`],
  ["changes or deletes rows", `with gone as (delete from sessions returning id) select 1`],
  ["can't run in a transaction", `create index concurrently if not exists "i" on "connections" ("scope")`],
  ["locks or rewrites a whole table", `lock table "connections"`],
  ["runs what can't be read here", `do $$ begin drop table sessions; end $$`],
  ["changes a column's type", `alter table "connections" alter column "scope" set data type varchar(9)`],
  ["changes a column's type", `alter table "connections" alter column "scope" type text`],
  [
    "refuses null in a column",
    `alter table only public.connections alter "oauth_connection_id" set not null`,
  ],
  ["adds a column that the old version leaves out", `${column} NOT NULL`],
  ["adds a column that the old version leaves out", `alter table "connections" add "note" text not null`],
  [
    "adds a column that the old version leaves out",
    `${column} default '', add column "more" numeric(9, 2) not null, add column "last" int default 0 not null`,
  ],
  [
    "rewrites the table for a new column",
    `alter table "connections" add column "key" uuid default gen_random_uuid()`,
  ],
  ["rewrites the table for a new column", `alter table "connections" add column "n" bigserial`],
  ["rewrites the table for a new column", `${column} unique`],
  ["adds a constraint without NOT VALID", `alter table "connections" add constraint "c" check (scope <> '')`],
  ["validates in the transaction that holds the table", `alter table "connections" validate constraint "c"`],
  ["shuts a table by rows", `alter table "connections" enable row level security`],
  ["builds an index that was not built before", `CREATE INDEX "i" ON "connections" USING btree ("scope")`],
  ["refuses rows that were good", `create unique index if not exists "i" on "connections" ("scope")`],
  ["adds a trigger", `create trigger t before insert on "connections" for each row execute function f()`],
])("%s: %s", (name, statement) => {
  const file = `create table "other" ("id" int);--> statement-breakpoint\n${statement};`;
  expect(findBreaches(file)).toMatchObject([{ rule: name }]);
});

test.each([
  column,
  `${column} default 'drop table users; rename' not null`,
  `alter table "connections" add column "open" boolean DEFAULT false NOT NULL`,
  `alter table "connections" alter column "scope" drop not null`,
  `alter table "connections" alter column "scope" set default 'read_only'`,
  `alter table "connections" add constraint "c" foreign key ("note") references "users"("id") not valid`,
  `create index if not exists "i" on "connections" ("scope")`,
  `create table "n" ("id" int not null); create unique index "i" on "n" ("id"); alter table "n" add constraint "c" check (id > 0)`,
  `-- drop table users\n/* rename */ create table "n" ("renamed_at" int not null)`,
  `create function f() returns trigger language plpgsql as $body$ begin delete from x; end $body$`,
])("%s is let through", (statement) => {
  expect(findBreaches(statement)).toEqual([]);
});
