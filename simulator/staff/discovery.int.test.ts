import { request } from "node:http";
import { json } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openSimulator } from "../testing/test-simulator";

const path = "/staff/.well-known/openid-configuration";

function discoverAs(url: string, host: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { headers: { host } }, (answer) => json(answer).then(resolve, reject))
      .once("error", reject)
      .end();
  });
}

test("the issuer is where the simulator runs, and all its endpoints are under it", async () => {
  const { url } = await openSimulator();
  const told = await (await fetch(url + path)).json();
  expect(told).toMatchObject({
    issuer: `${url}/staff`,
    authorization_endpoint: `${url}/staff/auth`,
    token_endpoint: `${url}/staff/token`,
    userinfo_endpoint: `${url}/staff/me`,
    jwks_uri: `${url}/staff/jwks`,
    end_session_endpoint: `${url}/staff/session/end`,
  });
  const urls = Object.entries(told).filter(([name]) => /_endpoint$|_uri$/.test(name));
  expect(urls).toHaveLength(5);
});

test("whoever calls it by another name is told the same", async () => {
  const { url } = await openSimulator();
  const told = await (await fetch(url + path)).json();
  expect(await discoverAs(url, "attacker.example")).toEqual(told);
});

test("it offers the code flow with S256 and RS256, and nothing else", async () => {
  const { url } = await openSimulator();
  expect(await (await fetch(url + path)).json()).toMatchObject({
    grant_types_supported: ["authorization_code"],
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    scopes_supported: ["openid", "email", "profile"],
    request_uri_parameter_supported: false,
  });
});

test("each issuer has one key of its own, and shows its public half only", async () => {
  const simulators = [await openSimulator(), await openSimulator()];
  const sets = await Promise.all(
    simulators.map(async ({ url }) => (await fetch(`${url}/staff/jwks`)).json()),
  );
  const keys = sets.flatMap((set) => set.keys);
  const shown = {
    kty: "RSA",
    use: "sig",
    alg: "RS256",
    e: "AQAB",
    n: expect.any(String),
    kid: expect.any(String),
  };
  expect(keys).toEqual([shown, shown]);
  expect(keys[0].n).not.toBe(keys[1].n);
});

test.each(["/staff", "/staff/", "/staff/nothing", "/staff/reg", "/staff/request", "/staff/interaction"])(
  "there is nothing at %s",
  async (other) => {
    const { url } = await openSimulator();
    expect((await fetch(url + other)).status).toBe(404);
  },
);
