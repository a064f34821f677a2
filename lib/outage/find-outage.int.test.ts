import { readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { parseEnv } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { openPg, type Database } from "@/db/client";
import { formAction } from "../action";
import { services } from "../services";
import { connectGroup, type TestBrowser } from "../testing/sign-in";
import { inRequestOf } from "../testing/staff-headers";
import { siteOrigin, startTestPortal, type TestPortal } from "../testing/test-portal";
import { isDatabaseAway } from "./database-state";
import { findOutage } from "./find-outage";

vi.mock("next/headers", () => import("../testing/staff-headers"));

let portal: TestPortal;
let customer: TestBrowser;

/** The process's own services, on the test's database. */
beforeAll(async () => {
  portal = await startTestPortal();
  ({ browser: customer } = await connectGroup(portal));
  const demo = parseEnv(readFileSync(".env.demo", "utf8"));
  for (const [name, value] of Object.entries(demo)) vi.stubEnv(name, value);
  vi.stubEnv("DATABASE_URL", portal.services.env.DATABASE_URL);
  services().log = portal.services.log;
});
afterEach(() => {
  globalThis.portalDatabaseAway = undefined;
});
afterAll(async () => {
  await services().db.close();
  await portal.close();
  vi.unstubAllEnvs();
});

/** A way to the test's database that can be lost without a word, as when a host is gone: nothing is refused or cut. */
async function openThroughGateway(): Promise<{ db: Database; lose(): void; find(): void }> {
  const { hostname, port } = new URL(portal.services.env.DATABASE_URL);
  const sockets = new Set<Socket>();
  let isLost = false;
  const gateway = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      if (isLost) socket.pause();
    }
    near.on("data", (bytes) => far.write(bytes)).on("close", () => far.destroy());
    far.on("data", (bytes) => near.write(bytes)).on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  const address = gateway.address();
  const url = new URL(portal.services.env.DATABASE_URL);
  url.host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const db = openPg({ url: url.href, queryTimeoutMs: 300 });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    gateway.close();
    await db.close();
  });
  const all = (act: (socket: Socket) => void) => {
    for (const socket of sockets) act(socket);
  };
  return {
    db,
    lose: () => {
      isLost = true;
      all((socket) => socket.pause());
    },
    find: () => {
      isLost = false;
      all((socket) => socket.resume());
    },
  };
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error,
  );
}

const slowly = sql`select pg_sleep(2)`;

test("a slow statement is no outage while the database answers another, and holds up nobody else", async () => {
  const { db } = await openThroughGateway();
  const error = await errorOf(db.execute(slowly));
  expect(await findOutage(error, "request-1")).toBeNull();
  expect(globalThis.portalDatabaseAway).toBeUndefined();
  expect(portal.logLines()).not.toContain("the database does not answer");
});

test("the same silence is an outage where the database answers nobody, until it does again", async () => {
  const { db, lose, find } = await openThroughGateway();
  const itsOwn = services().db;
  services().db = db;
  onTestFinished(() => void (services().db = itsOwn));
  await db.execute(sql`select 1`);
  lose();
  const error = await errorOf(db.execute(sql`select 1`));
  expect(await findOutage(error, "request-2")).toMatchObject({ code: "database_unavailable" });
  expect(portal.logLines()).toContain("the database does not answer");
  expect(await isDatabaseAway()).toBe(true);
  find();
  await expect.poll(isDatabaseAway, { timeout: 10_000 }).toBe(false);
});

test("an act that met a slow statement is not said to have changed nothing, nor that the database is away", async () => {
  const { db } = await openThroughGateway();
  const act = formAction(z.object({}), async () => {
    await db.execute(slowly);
    return { message: "done" };
  });
  const headers = { origin: siteOrigin, "x-request-id": "0199a0b4-0000-7000-8000-000000000003" };
  const state = await inRequestOf(
    customer,
    () => act({ status: "idle" }, new FormData()),
    siteOrigin,
    headers,
  );
  expect(state).toEqual({
    status: "failed",
    message: expect.stringMatching(/took too long.*look first/),
    requestId: "0199a0b4-0000-7000-8000-000000000003",
  });
  expect(portal.logLines()).toContain("an action failed");
});
