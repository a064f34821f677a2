import { createServer, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { collectGarbage } from "../testing/collect-garbage";
import { Secret } from "../vault";
import {
  createIncrease,
  getAccount,
  getCurrentGroup,
  getPlatformGroup,
  listOAuthConnections,
  type IncreaseCall,
} from ".";

const mostInFlight = 10;
const mebibyte = 1024 * 1024;

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = (response: ServerResponse) => void;

const stalled: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
};
const endless: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json" }).write('{"id":"');
  // Slow enough to be ended by the time, not by the bytes.
  const dripping = setInterval(() => response.write("x".repeat(1_000)), 5);
  response.once("close", () => clearInterval(dripping));
};
const flood: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const pour = () => {
    while (!response.destroyed && response.write(Buffer.alloc(mebibyte, "x")));
  };
  response.on("drain", pour);
  pour();
};

/** Whose group is told at once; every other question has `answer`. */
async function answering(answer: Answer, timeoutMs = 10_000) {
  const open = new Set<ServerResponse>();
  const listening = createServer((request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
    if (request.url === "/groups/current") response.end('{"id":"group_1"}');
    else answer(response);
  }).listen(0, "127.0.0.1");
  server = listening;
  await new Promise((resolve) => listening.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(listening.address());
  const url = `http://127.0.0.1:${port}`;
  const calls: IncreaseCall[] = [];
  const increase = createIncrease({
    urls: { live: url, sandbox: url },
    platformKeys: { live: new Secret("platform-live"), sandbox: new Secret("platform-sandbox") },
    clientId: "client",
    clientSecret: new Secret("client-secret"),
    timeoutMs,
    onCall: (call) => calls.push(call),
  });
  const group = increase.group(new Secret("group-token"), "live");
  const gate = increase.gate("live", "group_1");
  const ask = () => [
    ...Array.from({ length: mostInFlight }, (_, i) => gate.run(() => getAccount(group, `account_${i}`))),
    // Alike, and one request.
    getAccount(group, "account_shared"),
    getAccount(group, "account_shared"),
    listOAuthConnections(increase.platform("live")),
  ];
  return { increase, gate, group, calls, open, ask };
}

/** What has not ended in a multiple of its time never will. */
async function outcomesOf(reads: Promise<unknown>[], timeoutMs: number): Promise<unknown[]> {
  const kinds = reads.map((read) =>
    read.then(
      () => "answered",
      (error: unknown) => z.object({ kind: z.string() }).parse(error).kind,
    ),
  );
  return Promise.all(kinds.map((kind) => Promise.race([kind, delay(6 * timeoutMs, "never ended")])));
}

describe("whatever is collected as garbage meanwhile", () => {
  test.each<[what: string, answer: Answer]>([
    ["headers that never come", () => undefined],
    ["a body that stalls", stalled],
    ["a body that never ends", endless],
  ])(
    "%s: every call ends in its time, and the group's gate is free again",
    async (_what, answer) => {
      const timeoutMs = 1_000;
      const { increase, gate, group, calls, open, ask } = await answering(answer, timeoutMs);
      const outcomes = outcomesOf(ask(), timeoutMs);
      for (let times = 0; times < 4; times += 1) {
        await delay(timeoutMs / 5);
        collectGarbage();
      }
      expect(await outcomes).toEqual(Array.from({ length: mostInFlight + 3 }, () => "timeout"));
      expect(await gate.run(() => getCurrentGroup(group))).toMatchObject({ id: "group_1" });
      expect((await getPlatformGroup(increase.platform("live"))).group).toMatchObject({ id: "group_1" });
      await expect.poll(() => open.size).toBe(0);
      const told = calls.map(({ error }) => error?.kind ?? "answered");
      expect(told.toSorted()).toEqual([
        "answered",
        "answered",
        ...Array.from({ length: 12 }, () => "timeout"),
      ]);
    },
    20_000,
  );
});

test("an answer without an end is refused at 16 MiB like one of an unknown form, and the gate is free again", async () => {
  const { gate, group, calls, open } = await answering(flood);
  const reading = gate.run(() => getAccount(group, "account_0"));
  await expect(reading).rejects.toMatchObject({
    kind: "unavailable",
    code: "increase_unavailable",
    problem: { title: "an answer that is too long" },
  });
  await expect.poll(() => open.size).toBe(0);
  expect(await gate.run(() => getCurrentGroup(group))).toMatchObject({ id: "group_1" });
  expect(calls.map(({ error }) => error?.problem.title)).toEqual(["an answer that is too long", undefined]);
});

test("a refusal whose body never comes is one by its status, for a group's token and for the platform's key", async () => {
  const { increase, group, calls } = await answering((response) => response.writeHead(401).write("{"), 300);
  const reads = [getAccount(group, "account_0"), listOAuthConnections(increase.platform("live"))];
  const refused = { kind: "unauthorized", status: 401 };
  for (const outcome of await Promise.allSettled(reads)) expect(outcome).toMatchObject({ reason: refused });
  expect(calls).toMatchObject([{ error: refused }, { error: refused }]);
});

test("an answer of 15 MiB is read", async () => {
  const long = JSON.stringify({ id: "group_1", long: "x".repeat(15 * mebibyte) });
  const { increase } = await answering((response) => response.end(long));
  const group = increase.group(new Secret("group-token"), "live");
  const answer = group.sdk.get("/long").asResponse();
  expect((await (await answer).arrayBuffer()).byteLength).toBe(long.length);
});
