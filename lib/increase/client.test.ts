import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { Secret } from "../vault";
import { createIncrease, exchangeAuthorizationCode, getCurrentGroup, listAccounts } from ".";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function answering(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  timeoutMs = 2_000,
) {
  const listening = createServer(answer).listen(0, "127.0.0.1");
  server = listening;
  await new Promise((resolve) => listening.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(listening.address());
  const url = `http://127.0.0.1:${port}`;
  return createIncrease({
    urls: { live: `${url}/live`, sandbox: `${url}/sandbox` },
    platformKeys: { live: new Secret("platform-live"), sandbox: new Secret("platform-sandbox") },
    clientId: "client",
    clientSecret: new Secret("client-secret"),
    timeoutMs,
  });
}

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

/** The very fetch that the SDK is given: what it could send, by whatever way. */
const fetchOf = (sdk: object) =>
  z.custom<typeof fetch>((value) => typeof value === "function").parse(Reflect.get(sdk, "fetch"));

test("the installed SDK is Increase's own, and not the other package of that name", () => {
  const manifest = JSON.parse(readFileSync("node_modules/increase/package.json", "utf8"));
  expect(manifest).toMatchObject({ name: "increase", version: "0.583.0" });
  expect(JSON.stringify([manifest.repository, manifest.author])).toMatch(/increase/i);
});

describe("the door to Increase", () => {
  test("shows each environment its own key, and a group's token to the group's calls", async () => {
    const seen: string[] = [];
    const increase = await answering((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      json(response, { id: "group_1" });
    });
    await getCurrentGroup(increase.group(new Secret("group-token"), "sandbox"));
    expect(seen).toEqual(["GET /sandbox/groups/current Bearer group-token"]);
  });

  test("refuses every method but GET with a group's token, before anything is sent", async () => {
    let calls = 0;
    const increase = await answering((_request, response) => {
      calls += 1;
      json(response, {});
    });
    const { sdk } = increase.group(new Secret("group-token"), "live");
    await expect(sdk.accounts.create({ name: "x" })).rejects.toThrow();
    await expect(sdk.accounts.close("account_1")).rejects.toThrow();
    expect(calls).toBe(0);
  });

  test.each(["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "Delete"])(
    "refuses %s however the request is made, and whatever the scope",
    async (method) => {
      let calls = 0;
      const increase = await answering((_request, response) => {
        calls += 1;
        json(response, {});
      });
      const { sdk } = increase.group(new Secret("group-token"), "live");
      const groupFetch = fetchOf(sdk);
      const url = `${sdk.baseURL}/accounts`;
      const sent = [
        sdk.fetchWithTimeout(url, { method }, 1_000, new AbortController()),
        groupFetch(url, { method }),
        groupFetch(new URL(url), { method }),
        groupFetch(new Request(url, { method })),
        groupFetch(new Request(url), { method }),
      ];
      for (const each of sent) await expect(each).rejects.toMatchObject({ kind: "forbidden" });
      expect(calls).toBe(0);
    },
  );

  test("lets GET pass, in lower case and as a Request too", async () => {
    const seen: unknown[] = [];
    const increase = await answering((request, response) => {
      seen.push(`${request.method} ${request.headers.authorization}`);
      json(response, {});
    });
    const { sdk } = increase.group(new Secret("group-token"), "live");
    const url = `${sdk.baseURL}/accounts`;
    const headers = { authorization: "Bearer group-token" };
    await fetchOf(sdk)(url, { method: "get", headers });
    await fetchOf(sdk)(new Request(url, { headers }));
    expect(seen).toEqual(["GET Bearer group-token", "GET Bearer group-token"]);
  });

  test("never follows a redirect: the key would go along", async () => {
    let elsewhere = 0;
    const increase = await answering((request, response) => {
      if (request.url === "/elsewhere") elsewhere += 1;
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    const group = increase.group(new Secret("group-token"), "live");
    await expect(getCurrentGroup(group)).rejects.toMatchObject({ kind: "unavailable" });
    expect(elsewhere).toBe(0);
  });

  test("makes each call once, the exchange of a code above all", async () => {
    let calls = 0;
    const increase = await answering((_request, response) => {
      calls += 1;
      json(response, { type: "internal_server_error", title: "", status: 500 }, 500);
    });
    await expect(exchangeAuthorizationCode(increase, "code")).rejects.toMatchObject({ kind: "unavailable" });
    expect(calls).toBe(1);
  });

  test("sends the exchange as JSON with the platform's key", async () => {
    const bodies: string[] = [];
    const increase = await answering((request, response) => {
      request.on("data", (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on("end", () => {
        bodies.push(`${request.headers.authorization} ${request.headers["content-type"]}`);
        json(response, {
          access_token: "new",
          group_id: "group_1",
          token_type: "bearer",
          type: "oauth_token",
        });
      });
    });
    const answer = await exchangeAuthorizationCode(increase, "the-code");
    expect(answer.groupId).toBe("group_1");
    expect(JSON.stringify(answer)).not.toContain("new");
    const [body = "", headers] = bodies;
    expect(JSON.parse(body)).toEqual({
      grant_type: "authorization_code",
      client_id: "client",
      client_secret: "client-secret",
      code: "the-code",
    });
    expect(headers).toBe("Bearer platform-live application/json");
  });

  test("bounds an answer whose body never ends", async () => {
    const increase = await answering((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
    }, 100);
    const group = increase.group(new Secret("group-token"), "live");
    await expect(getCurrentGroup(group)).rejects.toMatchObject({ kind: "timeout" });
  });

  test("takes an HTML page for an outage, never for an empty list", async () => {
    const increase = await answering((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>maintenance</h1>");
    });
    const group = increase.group(new Secret("group-token"), "live");
    await expect(listAccounts(group, { limit: 1 })).rejects.toMatchObject({ kind: "unavailable" });
  });

  test("keeps credentials out of its errors", async () => {
    const increase = await answering((_request, response) =>
      json(
        response,
        { type: "invalid_api_key_error", title: "No", status: 401, reason: "deleted_credential" },
        401,
      ),
    );
    const error: unknown = await getCurrentGroup(increase.group(new Secret("group-token"), "live")).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ kind: "unauthorized", problem: { reason: "deleted_credential" } });
    expect(JSON.stringify(error) + String(error)).not.toContain("group-token");
  });
});
