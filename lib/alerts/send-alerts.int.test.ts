import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { enqueueAlert, sendAlerts } from ".";

type Taken = { headers: IncomingHttpHeaders; body: string };

const secret = "an alert secret of the tests";
let server: Server;
let portal: TestPortal;
let taken: Taken[] = [];
let answers: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      taken.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answers.shift() ?? 204, { location: "/elsewhere" }).end();
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const env = { ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/alerts`, ALERT_WEBHOOK_SECRET: secret };
  portal = await startTestPortal({ env });
});
beforeEach(() => {
  taken = [];
  answers = [];
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await portal.close();
});

const data = { group_id: "group_1", connection_id: "1f0d7c2e" };
const enqueue = () =>
  portal.services.db.transaction((tx) =>
    enqueueAlert(tx, portal.createContext(), { type: "connection.deactivated", data }),
  );
const send = () => sendAlerts(portal.createContext());

test("an alert is sent once, signed as the Standard Webhooks say", async () => {
  await enqueue();
  expect(await send()).toBe(1);
  expect(await send()).toBe(0);
  expect(taken).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: "" }] = taken;
  const webhook = new Webhook(Buffer.from(secret), { format: "raw" });
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  expect(webhook.verify(body, plain)).toEqual({
    type: "connection.deactivated",
    timestamp: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
    data,
  });
});

test("one that is not taken comes again later under the same id; a redirect is no taking", async () => {
  answers = [500, 302, 204];
  await enqueue();
  expect(await send()).toBe(0);
  expect(await send()).toBe(0);
  expect(taken).toHaveLength(1);
  await portal.advance(7);
  expect(await send()).toBe(0);
  await portal.advance(30);
  expect(await send()).toBe(1);
  const ids = new Set(taken.map(({ headers }) => headers["webhook-id"]));
  expect([taken.length, ids.size]).toEqual([3, 1]);
});

test("after the eighth attempt it is given up, and others still go out", async () => {
  answers = Array.from({ length: 8 }, () => 503);
  await enqueue();
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    await send();
    expect(taken).toHaveLength(attempt);
    await portal.advance(8 * 3_600);
  }
  expect(await send()).toBe(0);
  expect(taken).toHaveLength(8);
  await enqueue();
  expect(await send()).toBe(1);
});

test("many who send at once send each alert once", async () => {
  for (let count = 0; count < 10; count += 1) await enqueue();
  const sent = await Promise.all(Array.from({ length: 5 }, send));
  expect(sent.reduce((sum, each) => sum + each, 0)).toBe(10);
  expect(taken).toHaveLength(10);
});

test("what is rolled back is never sent", async () => {
  const change = portal.services.db.transaction(async (tx) => {
    await enqueueAlert(tx, portal.createContext(), { type: "connection.deactivated", data });
    throw new Error("the change did not stand");
  });
  await expect(change).rejects.toThrow("did not stand");
  expect(await send()).toBe(0);
});
