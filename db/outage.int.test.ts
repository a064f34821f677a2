import { createServer } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openDatabase, openPg, type Database } from "./client";
import { findGivenUpQuery, findOutageCause } from "./outage";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

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

/** A server at an address where nothing listens. */
function openAway(): Database {
  const url = new URL(database.url);
  if (database.neonWsProxy === undefined) url.port = "1";
  const away = openDatabase({
    url: url.href,
    ...(database.neonWsProxy === undefined ? {} : { neonWsProxy: "127.0.0.1:1" }),
  });
  onTestFinished(async () => {
    await away.close();
    // Neon's driver has one address of its proxy for all: back to the true one.
    await openDatabase(database).close();
  });
  return away;
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

test("a server that can't be reached is an outage, for a query and for a transaction", async () => {
  const away = openAway();
  const query = await errorOf(away.execute(sql`select 1`));
  expect(findOutageCause(query)).toBe(query);
  expect(findOutageCause(await errorOf(away.transaction((tx) => tx.execute(sql`select 1`))))).not.toBeNull();
});

/** A server that answers whoever comes with one error, as Neon's proxy does where the database does not start. */
async function openRefusing(code: string): Promise<Database> {
  const fields = ["SERROR", "VERROR", `C${code}`, "MCouldn't connect to compute node", ""];
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(""));
  const head = Buffer.from([..."E\0\0\0\0"].map((sign) => sign.charCodeAt(0)));
  head.writeInt32BE(body.length + 4, 1);
  const server = createServer((socket) => socket.once("data", () => socket.end(Buffer.concat([head, body]))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const refusing = openPg({ url: `postgres://u:p@127.0.0.1:${port}/portal` });
  onTestFinished(async () => {
    await refusing.close();
    server.close();
  });
  return refusing;
}

test.each([
  ["Neon's proxy without its database", "XX000"],
  ["a password that was changed", "28P01"],
  ["a database that is not there", "3D000"],
])("%s is an outage, for a query and for a transaction", async (_what, code) => {
  const refusing = await openRefusing(code);
  expect(findOutageCause(await errorOf(refusing.execute(sql`select 1`)))).not.toBeNull();
  const transaction = refusing.transaction((tx) => tx.execute(sql`select 1`));
  expect(findOutageCause(await errorOf(transaction))).not.toBeNull();
});

test("it is one too behind what Auth.js makes of it", async () => {
  const query = await errorOf(openAway().execute(sql`select 1`));
  expect(findOutageCause(new Error("SessionTokenError", { cause: { err: query, provider: "x" } }))).toBe(
    query,
  );
});

test("a connection that is ended in the midst of a statement is an outage", async () => {
  const ended = db.execute(sql`select pg_terminate_backend(pg_backend_pid()), pg_sleep(10)`);
  expect(findOutageCause(await errorOf(ended))).not.toBeNull();
  const inTransaction = db.transaction(async (tx) => {
    await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
  });
  expect(findOutageCause(await errorOf(inTransaction))).not.toBeNull();
});

test.each([
  ["a statement that is refused", sql`select nothing from nowhere`],
  ["a value that breaks a rule", sql`insert into users (id) values (null)`],
  ["a division by zero", sql`select 1 / 0`],
])("%s is none", async (_what, statement) => {
  expect(findOutageCause(await errorOf(db.execute(statement)))).toBeNull();
});

test("nor is a statement that takes too long: it is known as given up, alone and in a transaction", async () => {
  const impatient = openDatabase({ ...database, queryTimeoutMs: 200 });
  onTestFinished(() => impatient.close());
  const slow = sql`select pg_sleep(2)`;
  const alone = await errorOf(impatient.execute(slow));
  const inTransaction = await errorOf(impatient.transaction((tx) => tx.execute(slow)));
  for (const error of [alone, inTransaction, new Error("SessionTokenError", { cause: { err: alone } })]) {
    expect(findOutageCause(error)).toBeNull();
    expect(findGivenUpQuery(error)).not.toBeNull();
  }
  // The database is there for the next one.
  await impatient.execute(sql`select 1`);
});

test("nor is one that the server itself gives up, and that one has not been carried out", async () => {
  const error = await errorOf(
    db.transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 100`);
      await tx.execute(sql`select pg_sleep(2)`);
    }),
  );
  expect([findOutageCause(error), findGivenUpQuery(error)]).toEqual([null, null]);
});

test("a server that is not heard of while a connection is made is an outage, not a slow statement", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const waiting = openPg({ url: `postgres://u:p@127.0.0.1:${port}/portal`, queryTimeoutMs: 200 });
  onTestFinished(async () => {
    await waiting.close();
    silent.close();
  });
  const error = await errorOf(waiting.execute(sql`select 1`));
  expect(findOutageCause(error)).not.toBeNull();
  expect(findGivenUpQuery(error)).toBeNull();
});

test("nor is what has nothing to do with the database", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  for (const error of [refused, new TypeError("fetch failed", { cause: refused }), null, "words"]) {
    expect(findOutageCause(error)).toBeNull();
  }
});
