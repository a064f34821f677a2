import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { NextRequest } from "next/server";
import { beforeEach, describe, expect, test, vi } from "vitest";

const demo = parseEnv(readFileSync(".env.demo", "utf8"));
const origin = "https://localhost:3000";

/** The proxy of a process with this environment. */
async function proxyWith(environment: Record<string, string>) {
  vi.resetModules();
  for (const name of Object.keys(demo)) vi.stubEnv(name, "");
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { proxy } = await import("./proxy");
  return (path: string, init: ConstructorParameters<typeof NextRequest>[1] = {}) =>
    proxy(new NextRequest(new URL(path, origin), init));
}

const whole = { ...demo, AUTH_URL: origin, DATABASE_URL: "postgres://u:p@127.0.0.1:1/none" };

beforeEach(() => {
  vi.unstubAllEnvs();
});

function expectHardened(headers: Headers) {
  expect(Object.fromEntries(headers)).toMatchObject({
    "cache-control": "private, no-store",
    "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": expect.stringContaining("camera=()"),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
}

describe("an answer of the proxy's own", () => {
  test.each([
    [404, "/groups/%E0%A4%A", {}],
    [405, "/", { method: "PUT" }],
    [405, "/api/cron/process", { method: "DELETE" }],
    [413, "/", { method: "POST", headers: { "content-length": "65537" } }],
    [413, "/admin/connections", { method: "POST", headers: { "content-length": "900000000" } }],
    [400, "/", { method: "POST", headers: { "content-type": "multipart/form-data" } }],
  ] as const)("%i at %s is a sentence, with every header", async (status, path, init) => {
    const answer = await (await proxyWith(whole))(path, init);
    expect(answer.status).toBe(status);
    expectHardened(answer.headers);
    expect(answer.headers.get("strict-transport-security")).toBe("max-age=63072000");
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toMatch(/\.\nRequest [0-9a-f-]{36}\n$/);
  });

  test("503 where the environment is faulty, with every header that needs none of it", async () => {
    const answer = await (await proxyWith({}))("/");
    expect(answer.status).toBe(503);
    expectHardened(answer.headers);
  });
});

test("what goes on to Next bears the headers, and the client's own request id and policy go no further", async () => {
  const answer = await (
    await proxyWith(whole)
  )("/", {
    headers: { "x-request-id": "chosen", "content-security-policy": "script-src *" },
  });
  expect(answer.status).toBe(200);
  expectHardened(answer.headers);
  expect(answer.headers.get("strict-transport-security")).not.toBeNull();
  const passedOn = answer.headers.get("x-middleware-request-content-security-policy");
  expect(passedOn).toBe(answer.headers.get("content-security-policy"));
  expect(answer.headers.get("x-middleware-request-x-request-id")).toBe(answer.headers.get("x-request-id"));
});

test("by http nobody is told to use https", async () => {
  const answer = await (await proxyWith({ ...whole, AUTH_URL: "http://localhost:3000" }))("/");
  expect(answer.headers.get("strict-transport-security")).toBeNull();
});
