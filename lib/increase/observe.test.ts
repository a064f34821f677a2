import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { Secret } from "../vault";
import { createIncrease, getBalance, getCurrentGroup, listOAuthConnections, type IncreaseCall } from ".";
import { withoutIds } from "./observe";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function answering(answer: Answer, onCall?: (call: IncreaseCall) => void, timeoutMs = 2_000) {
  const calls: IncreaseCall[] = [];
  const listening = createServer(answer).listen(0, "127.0.0.1");
  server = listening;
  await new Promise((resolve) => listening.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(listening.address());
  const increase = createIncrease({
    urls: { live: `http://127.0.0.1:${port}/live`, sandbox: `http://127.0.0.1:${port}` },
    platformKeys: { live: new Secret("platform-live"), sandbox: new Secret("platform-sandbox") },
    clientId: "client",
    clientSecret: new Secret("client-secret"),
    timeoutMs,
    onCall: onCall ?? ((call) => calls.push(call)),
  });
  const group = increase.group(new Secret("group-token"), "live", { groupId: "group_1", requestId: "r1" });
  return { calls, increase, group };
}

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

test.each([
  ["/accounts", "/accounts"],
  ["/accounts/account_in71c4amph0vgo2qllky/balance", "/accounts/{id}/balance"],
  ["/accounts/balance/balance", "/accounts/{id}/balance"],
  ["/oauth_connections/connection_dauknoksyr4wilz4e6my", "/oauth_connections/{id}"],
  ["/groups/current", "/groups/current"],
  ["/oauth/tokens", "/oauth/tokens"],
])("%s is told as %s", (path, told) => {
  expect(withoutIds(path)).toBe(told);
});

describe("who observes the calls", () => {
  test("is told of one that succeeded, with whose key and in whose name, and without ids", async () => {
    const { calls, group, increase } = await answering((request, response) =>
      request.url?.startsWith("/live/accounts")
        ? json(response, { account_id: "account_1", available_balance: 1, current_balance: 1 })
        : json(response, { data: [], next_cursor: null }),
    );
    await getBalance(group, "account_1");
    await listOAuthConnections(increase.platform("sandbox"), { cursor: "secret-looking-cursor" });
    expect(calls).toEqual([
      {
        environment: "live",
        owner: "group",
        groupId: "group_1",
        requestId: "r1",
        method: "GET",
        path: "/accounts/{id}/balance",
        durationMs: expect.any(Number),
        error: null,
      },
      expect.objectContaining({
        environment: "sandbox",
        owner: "platform",
        groupId: null,
        requestId: null,
        path: "/oauth_connections",
        error: null,
      }),
    ]);
  });

  const refusal = { type: "api_method_not_found_error", title: "No", detail: "Not here.", status: 404 };
  const failing: [string, Answer, object][] = [
    [
      "a refusal",
      (_, response) => json(response, refusal, 404),
      { kind: "not_found", status: 404, problem: { type: refusal.type, title: "No", detail: "Not here." } },
    ],
    ["an error without a body", (_, response) => response.writeHead(500).end(), { status: 500, problem: {} }],
    ["a dropped connection", (request) => request.destroy(), { kind: "unavailable" }],
    [
      "a redirect",
      (_, response) => response.writeHead(307, { location: "/x" }).end(),
      { kind: "unavailable" },
    ],
    [
      "a page that is not JSON",
      (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<h1>"),
      { kind: "unavailable" },
    ],
    ["an answer of another form", (_, response) => json(response, { id: 1 }), { kind: "unavailable" }],
    ["no answer", () => undefined, { kind: "timeout" }],
    ["a body that never ends", (_, response) => response.writeHead(200).write("{"), { kind: "timeout" }],
  ];

  test.each(failing)(
    "is told of %s, once, with the error that the caller gets",
    async (_what, answer, told) => {
      const timeoutMs = Reflect.get(told, "kind") === "timeout" ? 150 : 5_000;
      const { calls, group } = await answering(answer, undefined, timeoutMs);
      const error: unknown = await getCurrentGroup(group).catch((caught: unknown) => caught);
      expect(error).toMatchObject(told);
      expect(calls).toHaveLength(1);
      expect(calls[0]).toMatchObject({ path: "/groups/current", error: told });
      expect(JSON.stringify(calls)).not.toContain("group-token");
    },
  );

  test("is told how long it took, to the end of the body", async () => {
    const { calls, group } = await answering((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
      setTimeout(() => response.end('"group_1"}'), 60);
    });
    await getCurrentGroup(group);
    expect(calls[0]?.durationMs).toBeGreaterThanOrEqual(50);
  });

  test("breaks nothing by failing", async () => {
    const { group } = await answering(
      (_request, response) => json(response, { id: "group_1" }),
      () => {
        throw new Error("the observer");
      },
    );
    expect(await getCurrentGroup(group)).toMatchObject({ id: "group_1" });
  });

  test("hears nothing of a call that was never sent", async () => {
    const { calls, group } = await answering((_request, response) => json(response, {}));
    await expect(group.sdk.accounts.create({ name: "x" })).rejects.toThrow();
    expect(calls).toEqual([]);
  });
});
