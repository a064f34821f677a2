import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { boundedFetch } from "./bounded-fetch";

const mebibyte = 1024 * 1024;
const bounds = { timeoutMs: 5_000, mostBytes: mebibyte };
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Its address, and when the connection of the first request was closed. */
async function answering(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const listening = createServer(answer);
  const closed = new Promise<void>((resolve) => {
    listening.once("request", (_request, response: ServerResponse) => response.once("close", resolve));
  });
  listening.listen(0, "127.0.0.1");
  server = listening;
  await new Promise((resolve) => listening.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(listening.address());
  return { url: `http://127.0.0.1:${port}`, closed };
}

describe("an answer", () => {
  test("comes with its status, its headers and its body, in one piece or in many", async () => {
    const { url } = await answering((request, response) => {
      response.writeHead(201, { "x-of-theirs": "yes" });
      for (const piece of ["á", "b", "", "c".repeat(100_000), "d"]) response.write(piece);
      response.end(request.method);
    });
    const response = await boundedFetch(bounds, url, { method: "PUT" });
    expect([response.status, response.headers.get("x-of-theirs")]).toEqual([201, "yes"]);
    expect(await response.text()).toBe(`áb${"c".repeat(100_000)}dPUT`);
  });

  test("may have no body", async () => {
    const { url } = await answering((_request, response) => response.writeHead(204).end());
    expect((await boundedFetch(bounds, url)).body).toBeNull();
  });

  test("may say its status in any words", async () => {
    const { url } = await answering((_request, { socket }) => {
      socket?.end("HTTP/1.1 200 ✓ Übernommen\r\ncontent-length: 2\r\n\r\nok");
    });
    const response = await boundedFetch(bounds, url);
    expect([response.status, await response.text()]).toEqual([200, "ok"]);
  });

  test("may be as long as is allowed, and no byte longer", async () => {
    const { url } = await answering((request, response) => {
      response.end(Buffer.alloc(mebibyte + Number(request.url?.slice(1))));
    });
    expect((await (await boundedFetch(bounds, `${url}/0`)).arrayBuffer()).byteLength).toBe(mebibyte);
    await expect(boundedFetch(bounds, `${url}/1`)).rejects.toMatchObject({ name: "AnswerTooLong" });
  });

  test("is measured as it is unpacked", async () => {
    const { url } = await answering((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(4 * mebibyte)));
    });
    await expect(boundedFetch(bounds, url)).rejects.toMatchObject({ name: "AnswerTooLong" });
  });

  test("that is too long is read no further: its connection is closed", async () => {
    const { url, closed } = await answering((_request, response) => {
      response.write(Buffer.alloc(2 * mebibyte));
    });
    await expect(boundedFetch(bounds, url)).rejects.toMatchObject({ name: "AnswerTooLong" });
    await closed;
  });

  test("is one by its status where its body is not wanted, and the connection is closed", async () => {
    const { url, closed } = await answering((_request, response) => response.writeHead(200).write("{"));
    const response = await boundedFetch({ ...bounds, mostBytes: 0 }, url);
    expect([response.status, response.body]).toEqual([200, null]);
    await closed;
  });

  test("that refuses is one by its status, even where its body never comes or is too long", async () => {
    const { url } = await answering((request, response) => {
      response.writeHead(401).write(Buffer.alloc(request.url === "/long" ? 2 * mebibyte : 1));
    });
    expect((await boundedFetch({ ...bounds, timeoutMs: 100 }, `${url}/`)).status).toBe(401);
    expect((await boundedFetch(bounds, `${url}/long`)).status).toBe(401);
  });
});

describe("who gives up", () => {
  test.each<[where: string, answer: (response: ServerResponse) => void]>([
    ["before the headers", () => undefined],
    ["in the body", (response) => response.writeHead(200).write("{")],
  ])("%s is told why, and the connection is closed", async (_where, answer) => {
    const caller = new AbortController();
    const { url, closed } = await answering((_request, response) => {
      answer(response);
      setImmediate(() => caller.abort(new Error("no longer")));
    });
    await expect(boundedFetch(bounds, url, { signal: caller.signal })).rejects.toThrow("no longer");
    await closed;
  });

  test("by the signal of a Request is heard too, and before asking asks nothing", async () => {
    let asked = 0;
    const caller = new AbortController();
    const { url } = await answering(() => {
      asked += 1;
      caller.abort(new Error("no longer"));
    });
    const request = () => boundedFetch(bounds, new Request(url, { signal: caller.signal }));
    await expect(request()).rejects.toThrow("no longer");
    await expect(request()).rejects.toThrow();
    expect(asked).toBe(1);
  });
});
