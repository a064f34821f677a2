import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql, type SQL } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { openDatabase, type Database } from "./client";
import { requireOwnOfPreview, runMigrations } from "./migrate";
import { createEmptyDatabase, type TestDatabase } from "./testing/test-database";

const folders: string[] = [];
let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await createEmptyDatabase();
  db = openDatabase({ url: database.url, neonWsProxy: database.neonWsProxy });
});
afterEach(async () => {
  await db.close();
  await database.drop();
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const target = () => ({ url: database.url, neonWsProxy: database.neonWsProxy });
const landed = (await readdir(new URL("./migrations", import.meta.url))).filter((name) =>
  name.endsWith(".sql"),
);

async function select(statement: SQL): Promise<unknown> {
  return Object(await db.execute(statement)).rows;
}
const countOf = async (from: SQL) => Object(await select(sql`select count(*)::int as count from ${from}`))[0];
const exists = async (table: string) =>
  Object(await select(sql`select to_regclass(${table}) is not null as found`))[0];
const applied = sql`drizzle.__drizzle_migrations`;

/** A folder as drizzle-kit writes it. */
async function writeMigrations(...statements: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  folders.push(folder);
  await mkdir(join(folder, "meta"));
  const entries = statements.map((_, idx) => ({
    idx,
    version: "7",
    when: idx + 1,
    tag: `000${idx}_step`,
    breakpoints: true,
  }));
  await writeFile(join(folder, "meta/_journal.json"), JSON.stringify({ version: "7", entries }));
  for (const [idx, statement] of statements.entries()) {
    await writeFile(join(folder, `000${idx}_step.sql`), statement);
  }
  return folder;
}

/** What `npm run db:migrate` starts. */
async function migrateInProcess(): Promise<{ code: unknown; output: string }> {
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/migrate.ts"];
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: new URL("..", import.meta.url).pathname,
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      DATABASE_URL: database.url,
      NEON_WS_PROXY: database.neonWsProxy,
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const [code] = await once(child, "exit");
  return { code, output: output.trim() };
}

test("a second run changes nothing, and keeps what was written in between", async () => {
  await runMigrations(target());
  await db.execute(sql`insert into users (id) values ('group_1')`);
  await runMigrations(target());
  expect(await countOf(applied)).toEqual({ count: landed.length });
  expect(await countOf(sql`users`)).toEqual({ count: 1 });
});

test("two processes at once migrate once, and both say that it is done", { timeout: 60_000 }, async () => {
  const lock = sql`hashtext('portal-migrations')`;
  const waiting = sql`pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  let runs: ReturnType<typeof migrateInProcess>[] = [];
  // Held until both are at the door: else one may be done before the other begins.
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${lock})`);
    runs = [migrateInProcess(), migrateInProcess()];
    await expect.poll(() => countOf(waiting), { timeout: 30_000 }).toEqual({ count: 2 });
  });
  const done = { code: 0, output: "The database is up to date." };
  expect(await Promise.all(runs)).toEqual([done, done]);
  expect(await countOf(applied)).toEqual({ count: landed.length });
});

test("one that is cut off leaves nothing half done, and the next one does it all", async () => {
  const slow = await writeMigrations(
    "create table first (id int)",
    "create table second (id int); select pg_sleep(30)",
  );
  const run = runMigrations({ ...target(), migrationsFolder: slow });
  const cut = sql`pg_stat_activity where datname = current_database() and query like '%pg_sleep(30)'
    and pid <> pg_backend_pid() and pg_terminate_backend(pid)`;
  const refused = expect(run).rejects.toThrow();
  await expect.poll(() => countOf(cut)).toEqual({ count: 1 });
  await refused;
  expect(await exists("first")).toEqual({ found: false });
  const quick = await writeMigrations("create table first (id int)", "create table second (id int)");
  await runMigrations({ ...target(), migrationsFolder: quick });
  expect([await exists("first"), await exists("second")]).toEqual([{ found: true }, { found: true }]);
});

test("one that can't have its table soon gives up: whoever asks for it meanwhile would wait behind", async () => {
  const before = await writeMigrations("create table busy (id int)");
  await runMigrations({ ...target(), migrationsFolder: before });
  const after = await writeMigrations("create table busy (id int)", "alter table busy add column more int");
  await db.transaction(async (tx) => {
    await tx.execute(sql`select * from busy`);
    const run = runMigrations({ ...target(), migrationsFolder: after, lockTimeoutMs: 100 });
    await expect(run).rejects.toMatchObject({ cause: { code: "55P03" } });
    expect(await select(sql`select * from busy`)).toEqual([]);
  });
  await runMigrations({ ...target(), migrationsFolder: after, lockTimeoutMs: 100 });
  expect(await select(sql`select more from busy`)).toEqual([]);
});

test("a preview migrates its own database, and never production's", async () => {
  const nothing = await writeMigrations("create table one (id int)");
  const more = await writeMigrations("create table one (id int)", "create table two (id int)");
  await runMigrations({ ...target(), migrationsFolder: nothing, deployment: "production" });
  await expect(runMigrations({ ...target(), migrationsFolder: more, deployment: "preview" })).rejects.toThrow(
    "it is production's, and this is a preview",
  );
  expect(await exists("two")).toEqual({ found: false });
  const otherName = new URL(target().url);
  otherName.hostname = otherName.hostname === "127.0.0.1" ? "localhost" : "ep-other.neon.tech";
  await expect(
    runMigrations({ ...target(), url: otherName.href, migrationsFolder: more, deployment: "preview" }),
  ).rejects.toThrow("it is production's, and this is a preview");
  await expect(requireOwnOfPreview(target())).rejects.toThrow("it is production's, and this is a preview");
  // A branch is a copy, mark and all, of another name and identity.
  const mark = await select(sql`select obj_description('drizzle'::regnamespace) as mark`);
  await db.execute(sql`comment on schema drizzle is 'production of another place'`);
  await runMigrations({ ...target(), migrationsFolder: more, deployment: "preview" });
  expect(await exists("two")).toEqual({ found: true });
  expect(mark).toEqual([{ mark: expect.stringMatching(/^production( [A-Za-z0-9_-]{43}){2}$/) }]);
});

test("a lock that another one holds is waited for, and not for ever", async () => {
  const holder = openDatabase({ ...target(), maxConnections: 1 });
  onTestFinished(() => holder.close());
  await holder.execute(sql`select pg_advisory_lock(hashtext('portal-migrations'))`);
  await expect(runMigrations({ ...target(), turnTimeoutMs: 300 })).rejects.toThrow(
    /another migration has held its lock for 0.3 s. Nothing was changed/,
  );
  expect(await exists("users")).toEqual({ found: false });
});
