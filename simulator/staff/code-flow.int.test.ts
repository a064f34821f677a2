import * as oauth from "oauth4webapi";
import { expect, test } from "vitest";
import { staffClient, staffPeople } from "../platform";
import { StaffBrowser } from "../testing/staff-browser";
import { openStaffPortal } from "../testing/staff-portal";
import { openSimulator } from "../testing/test-simulator";
import type { TestSimulator } from "../testing/test-simulator";

const methods = { client_secret_basic: oauth.ClientSecretBasic, client_secret_post: oauth.ClientSecretPost };

async function addPerson(simulator: TestSimulator, input: unknown): Promise<{ sub: string; email: string }> {
  return (await simulator.control("POST", "/staff/people", input)).json();
}

test.each(Object.entries(methods))(
  "a person chooses who they are, and %s gets an id token that says so",
  async (_name, authentication) => {
    const simulator = await openSimulator({
      redirectUrl: "http://localhost:3999/api/auth/callback/increase",
    });
    const portal = await openStaffPortal(simulator);
    const browser = new StaffBrowser();
    const attempt = await portal.begin();
    const startedAt = Math.floor(Date.now() / 1000);
    const page = await browser.visit(attempt.url);
    const { url: callback } = await browser.choose(page, "sub", staffPeople.operator.sub);
    expect(callback.origin + callback.pathname).toBe("http://localhost:3999/api/staff/auth/callback/staff");
    expect([...callback.searchParams.keys()].toSorted()).toEqual(["code", "iss", "state"]);

    const { claims, tokens } = await portal.redeem(attempt, callback, authentication(staffClient.secret));
    const { sub, name, email } = staffPeople.operator;
    const said = { sub, name, email, email_verified: true };
    expect(claims).toMatchObject({
      ...said,
      iss: `${simulator.url}/staff`,
      aud: staffClient.id,
      nonce: attempt.nonce,
    });
    expect(claims.auth_time).toBeGreaterThanOrEqual(startedAt);
    expect(await portal.userinfo(tokens.access_token, sub)).toEqual(said);
    expect(tokens).not.toHaveProperty("refresh_token");
  },
);

test.each([
  ["true", { email_verified: true }, true],
  ["false", { email_verified: false }, false],
  ["absent", { email_verified: "absent" }, undefined],
  ["left to the simulator", {}, true],
])("an address of which email_verified is %s", async (_name, input, expected) => {
  const simulator = await openSimulator();
  const portal = await openStaffPortal(simulator);
  const { sub, email } = await addPerson(simulator, input);
  const attempt = await portal.begin();
  const { claims, tokens } = await portal.redeem(attempt, await portal.authorize(attempt, sub));
  const userinfo = await portal.userinfo(tokens.access_token, sub);
  for (const said of [claims, userinfo]) {
    expect(said).toMatchObject({ sub, email });
    expect(said["email_verified"]).toBe(expected);
    expect("email_verified" in said).toBe(expected !== undefined);
  }
});

test("without the scopes there is the subject and nothing else of a person", async () => {
  const portal = await openStaffPortal(await openSimulator());
  const { sub } = staffPeople.owner;
  const attempt = await portal.begin({ scope: "openid" });
  const { claims, tokens } = await portal.redeem(attempt, await portal.authorize(attempt, sub));
  for (const claim of ["name", "email", "email_verified"]) expect(claims).not.toHaveProperty(claim);
  expect(claims.auth_time).toBeTypeOf("number");
  expect(await portal.userinfo(tokens.access_token, sub)).toEqual({ sub });
});

test("when the application's redirect URL moves, the staff's client moves with it at once", async () => {
  const simulator = await openSimulator();
  const portal = await openStaffPortal(simulator);
  const before = portal.redirectUri;
  await portal.authorize(await portal.begin(), staffPeople.viewer.sub);
  const redirect_url = "https://portal.example/api/auth/callback/increase";
  await simulator.control("PATCH", "/application", { redirect_url });
  const attempt = await portal.begin();
  const callback = await portal.authorize(attempt, staffPeople.viewer.sub);
  expect(callback.origin + callback.pathname).toBe("https://portal.example/api/staff/auth/callback/staff");
  expect((await portal.redeem(attempt, callback)).claims.sub).toBe(staffPeople.viewer.sub);
  const old = await portal.begin({ redirect_uri: before });
  await expect(portal.authorize(old, staffPeople.viewer.sub)).rejects.toThrow("invalid_redirect_uri");
});
