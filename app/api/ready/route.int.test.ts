import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { parseEnv } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { newBrowser } from "@/lib/testing/sign-in";
import { inRequestOf } from "@/lib/testing/staff-headers";

vi.mock("next/headers", () => import("@/lib/testing/staff-headers"));

let database: TestDatabase;
let server: Server;
let port = 0;
const sockets = new Set<Socket>();

/** Stands between the portal and its database, and can go and come back at the same port. */
async function openWay(to: { host: string; port: number }): Promise<void> {
  server = createServer((socket) => {
    const onward = connect(to);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
      one.pipe(other);
    }
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  port = address.port;
}

async function closeWay(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server.close();
  await once(server, "close");
}

const wayTo = () => {
  const { hostname, port: databasePort } = new URL(database.url);
  return { host: hostname, port: Number(databasePort) };
};

beforeAll(async () => {
  database = await createTestDatabase();
  await openWay(wayTo());
  const demo = parseEnv(readFileSync(".env.demo", "utf8"));
  for (const [name, value] of Object.entries(demo)) vi.stubEnv(name, value);
  const url = new URL(database.url);
  url.host = `127.0.0.1:${port}`;
  vi.stubEnv("DATABASE_URL", url.href);
});
afterAll(async () => {
  const { services } = await import("@/lib/services");
  await services().db.close();
  await closeWay();
  await database.drop();
  vi.unstubAllEnvs();
});

async function ask() {
  const { GET } = await import("./route");
  const response = await inRequestOf(newBrowser(), () => GET());
  expect(response.headers.get("cache-control")).toBe("no-store");
  return { status: response.status, body: await response.json(), headers: [...response.headers.keys()] };
}

const headers = ["cache-control", "content-type"];
const ready = { status: 200, body: { status: "ready" }, headers };

test("while the database is down no requests are asked for, and nothing is told but that; once it is back, they are", async () => {
  expect(await ask()).toEqual(ready);
  await closeWay();
  const down = { status: 503, body: { status: "not_ready", waiting: ["database"] }, headers };
  expect(await ask()).toEqual(down);
  expect(await ask()).toEqual(down);
  await openWay(wayTo());
  expect(await ask()).toEqual(ready);
});

test("nor while it is older than this version, whose missing tables are not named", async () => {
  const { services } = await import("@/lib/services");
  await services().db.execute(sql`alter table rate_limits rename to away`);
  const behind = { status: 503, body: { status: "not_ready", waiting: ["migrations"] }, headers };
  expect(await ask()).toEqual(behind);
  await services().db.execute(sql`alter table away rename to rate_limits`);
  expect(await ask()).toEqual(ready);
});
