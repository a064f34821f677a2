import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { Secret } from "../vault";
import { createIncrease, getCurrentGroup, type IncreaseCall } from ".";
import { createSharedReads } from "./shared-fetch";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that keeps each request until it is answered by hand. */
async function holding() {
  const held: [IncomingMessage, ServerResponse][] = [];
  const listening = createServer((...pair) => held.push(pair)).listen(0, "127.0.0.1");
  server = listening;
  await new Promise((resolve) => listening.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(listening.address());
  const arrived = (count: number) => vi.waitFor(() => expect(held).toHaveLength(count));
  const answer = (status: number, body: string, headers: Record<string, string> = {}) => {
    for (const [, response] of held) response.writeHead(status, headers).end(body);
  };
  return { url: `http://127.0.0.1:${port}`, held, arrived, answer };
}

const as = (token: string, signal?: AbortSignal) => ({
  headers: { authorization: `Bearer ${token}` },
  signal,
});
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

describe("reads that are alike", () => {
  test("are one request while it is in flight, and each gets an answer of their own", async () => {
    const { url, held, arrived, answer } = await holding();
    const read = createSharedReads()("live", fetch);
    const reads = times(20, () => read(`${url}/accounts?limit=1`, as("one")));
    await arrived(1);
    answer(200, '{"id":"á"}', { "content-type": "application/json", "x-of-increase": "yes" });
    const answers = await Promise.all(reads);
    expect(new Set(answers).size).toBe(20);
    for (const each of answers) {
      expect([each.status, each.headers.get("x-of-increase")]).toEqual([200, "yes"]);
      expect(await each.json()).toEqual({ id: "á" });
    }
    expect(held).toHaveLength(1);
  });

  test("share nothing once it is answered", async () => {
    const { url, held, arrived, answer } = await holding();
    const read = createSharedReads()("live", fetch);
    const first = read(url, as("one"));
    await arrived(1);
    answer(200, "first");
    expect(await (await first).text()).toBe("first");
    const second = read(url, as("one"));
    await arrived(2);
    held[1]?.[1].end("second");
    expect(await (await second).text()).toBe("second");
  });

  test("share a refusal, status and body, and a failure, and remember neither", async () => {
    const { url, held, arrived, answer } = await holding();
    const read = createSharedReads()("live", fetch);
    const refused = times(3, () => read(url, as("one")));
    await arrived(1);
    answer(429, '{"retry_after":7}', { "retry-after": "7" });
    for (const each of await Promise.all(refused)) {
      expect([each.status, each.headers.get("retry-after")]).toEqual([429, "7"]);
      expect(await each.json()).toEqual({ retry_after: 7 });
    }
    const failed = times(3, () => read(url, as("one")));
    await arrived(2);
    held[1]?.[0].destroy();
    const outcomes = await Promise.allSettled(failed);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    const after = read(url, as("one"));
    await arrived(3);
    held[2]?.[1].end("well");
    expect(await (await after).text()).toBe("well");
  });

  test("pass on an answer without a body", async () => {
    const { url, arrived, answer } = await holding();
    const reads = times(2, () => createSharedReads()("live", fetch)(url, as("one")));
    await arrived(2);
    answer(204, "");
    expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([204, 204]);
  });
});

describe("reads that differ", () => {
  test("in token, URL or environment are requests of their own", async () => {
    const { url, held, arrived } = await holding();
    const share = createSharedReads();
    const [live, sandbox] = [share("live", fetch), share("sandbox", fetch)];
    const reads = [
      live(`${url}/a`, as("one")),
      live(`${url}/a`, as("two")),
      live(`${url}/a?limit=1`, as("one")),
      live(`${url}/b`, as("one")),
      sandbox(`${url}/a`, as("one")),
    ];
    await arrived(5);
    for (const [request, response] of held) response.end(`${request.url} ${request.headers.authorization}`);
    const texts = await Promise.all(reads.map(async (read) => (await read).text()));
    expect(texts).toEqual([
      "/a Bearer one",
      "/a Bearer two",
      "/a?limit=1 Bearer one",
      "/b Bearer one",
      "/a Bearer one",
    ]);
  });

  test("in nothing, but say not whose they are, are requests of their own too", async () => {
    const { url, arrived, answer } = await holding();
    const read = createSharedReads()("live", fetch);
    const reads = times(2, () => read(url));
    await arrived(2);
    answer(200, "");
    await Promise.all(reads);
  });
});

describe("one who gives up", () => {
  test("ends nothing for the others, the first of all included", async () => {
    const { url, held, arrived, answer } = await holding();
    const read = createSharedReads()("live", fetch);
    const giver = new AbortController();
    const first = read(url, as("one", giver.signal));
    const others = times(3, () => read(url, as("one", new AbortController().signal)));
    await arrived(1);
    giver.abort(new Error("no longer"));
    await expect(first).rejects.toThrow("no longer");
    const late = read(url, as("one"));
    answer(200, "well");
    const texts = await Promise.all([...others, late].map(async (each) => (await each).text()));
    expect(texts).toEqual(times(4, () => "well"));
    expect(held).toHaveLength(1);
  });

  test("ends the request where nobody else waits, and who asks after gets one of their own", async () => {
    const { url, held, arrived } = await holding();
    const read = createSharedReads()("live", fetch);
    const givers = times(2, () => new AbortController());
    const reads = givers.map(({ signal }) => read(url, as("one", signal)));
    await arrived(1);
    const closed = new Promise((resolve) => held[0]?.[1].once("close", resolve));
    for (const giver of givers) giver.abort();
    const after = read(url, as("one"));
    for (const each of reads) await expect(each).rejects.toMatchObject({ name: "AbortError" });
    await closed;
    await arrived(2);
    const sharing = read(url, as("one"));
    held[1]?.[1].end("well");
    expect(await (await after).text()).toBe("well");
    expect(await (await sharing).text()).toBe("well");
    expect(held).toHaveLength(2);
  });

  test("is told at once, the last of all too, whatever becomes of the request", async () => {
    const begun: (AbortSignal | null | undefined)[] = [];
    const read = createSharedReads()("live", (_input, init) => {
      begun.push(init?.signal);
      return new Promise(() => undefined);
    });
    const giver = new AbortController();
    const reads = times(2, () => read("http://127.0.0.1/a", as("one", giver.signal)));
    giver.abort(new Error("no longer"));
    for (const each of reads) await expect(each).rejects.toThrow("no longer");
    expect(begun.map((signal) => signal?.aborted)).toEqual([true]);
  });

  test("before asking asks nothing", async () => {
    const { url, held } = await holding();
    const read = createSharedReads()("live", fetch);
    await expect(read(url, as("one", AbortSignal.abort()))).rejects.toMatchObject({ name: "AbortError" });
    expect(held).toHaveLength(0);
  });
});

describe("who observes the calls", () => {
  async function observed(timeoutMs = 2_000) {
    const upstream = await holding();
    const calls: IncreaseCall[] = [];
    const increase = createIncrease({
      urls: { live: upstream.url, sandbox: upstream.url },
      platformKeys: { live: new Secret("platform-live"), sandbox: new Secret("platform-sandbox") },
      clientId: "client",
      clientSecret: new Secret("client-secret"),
      timeoutMs,
      onCall: (call) => calls.push(call),
    });
    const read = () => getCurrentGroup(increase.group(new Secret("group-token"), "live"));
    return { ...upstream, calls, read };
  }

  test.each<[what: string, status: number, body: string, error: object | null]>([
    ["a good answer", 200, '{"id":"group_1"}', null],
    ["an answer of an unknown form", 200, '{"id":1}', { kind: "unavailable", status: 200 }],
    ["an answer that is not JSON", 200, "<h1>", { kind: "unavailable" }],
    ["a refusal", 429, '{"retry_after":7}', { kind: "rate_limited", retryAfterMs: 7_000 }],
  ])("is told once of %s that twenty share", async (_what, status, body, error) => {
    const { calls, read, arrived, answer } = await observed();
    const reads = times(20, read);
    await arrived(1);
    answer(status, body);
    for (const outcome of await Promise.allSettled(reads)) {
      expect(outcome).toMatchObject(error === null ? { value: { id: "group_1" } } : { reason: error });
    }
    expect(calls).toEqual([
      expect.objectContaining({ error: error === null ? null : expect.objectContaining(error) }),
    ]);
  });

  test("is told once of a body that never ends", async () => {
    const { calls, held, read, arrived } = await observed(150);
    const reads = times(5, read);
    await arrived(1);
    held[0]?.[1].writeHead(200).write("{");
    for (const outcome of await Promise.allSettled(reads)) {
      expect(outcome).toMatchObject({ reason: { kind: "timeout" } });
    }
    expect(calls).toMatchObject([{ error: { kind: "timeout" } }]);
  });
});
