import { expect, test } from "vitest";
import { staffClient, staffPeople } from "../platform";
import { StaffBrowser } from "../testing/staff-browser";
import { openStaffPortal } from "../testing/staff-portal";
import { openSimulator } from "../testing/test-simulator";

const { sub } = staffPeople.owner;

async function openBoth() {
  const simulator = await openSimulator();
  return { simulator, portal: await openStaffPortal(simulator), browser: new StaffBrowser() };
}

test.each([
  ["another path", "http://localhost:3000/api/staff/auth/callback/other"],
  ["another port", "http://localhost:3001/api/staff/auth/callback/staff"],
  ["another host", "http://attacker.example/api/staff/auth/callback/staff"],
  ["a query", "http://localhost:3000/api/staff/auth/callback/staff?next=1"],
  ["a slash", "http://localhost:3000/api/staff/auth/callback/staff/"],
  ["Increase's callback", "http://localhost:3000/api/auth/callback/increase"],
])("a redirect URI with %s is refused on a page, without a redirect", async (_name, redirect_uri) => {
  const { portal, browser } = await openBoth();
  const answer = await browser.visit((await portal.begin({ redirect_uri })).url);
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining("invalid_redirect_uri") });
  expect(answer.text).not.toContain("<script");
});

test("so is an unknown client, no client, and no redirect URI", async () => {
  const { portal, browser } = await openBoth();
  for (const changes of [
    { client_id: "staff_client_of_nobody" },
    { client_id: undefined },
    { redirect_uri: undefined },
  ]) {
    expect((await browser.visit((await portal.begin(changes)).url)).status).toBe(400);
  }
});

test.each([
  ["no PKCE", { code_challenge: undefined, code_challenge_method: undefined }, "invalid_request"],
  ["plain PKCE", { code_challenge_method: "plain" }, "invalid_request"],
  ["PKCE without a method", { code_challenge_method: undefined }, "invalid_request"],
  ["the implicit flow", { response_type: "id_token" }, "unsupported_response_type"],
  ["a hybrid flow", { response_type: "code id_token" }, "unsupported_response_type"],
  ["an unknown prompt", { prompt: "consent" }, "invalid_request"],
  ["no session, though nobody may be asked", { prompt: "none" }, "login_required"],
  ["a negative max_age", { max_age: "-1" }, "invalid_request"],
])("a request with %s comes back with an error and no code", async (_name, changes, error) => {
  const { simulator, portal, browser } = await openBoth();
  const { url } = await browser.visit((await portal.begin(changes)).url);
  expect(url.origin + url.pathname).toBe(portal.redirectUri);
  // Other flows have their errors told in the fragment.
  const told = Object.fromEntries(new URLSearchParams(url.search || url.hash.slice(1)));
  expect(told).toMatchObject({ error, state: "the state", iss: `${simulator.url}/staff` });
  expect(told).not.toHaveProperty("code");
});

test("who cancels comes back with access_denied, and the sign-in is over", async () => {
  const { simulator, portal, browser } = await openBoth();
  const page = await browser.visit((await portal.begin()).url);
  const { url } = await browser.choose(page, "decision", "deny");
  expect(url.origin + url.pathname).toBe(portal.redirectUri);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    error: "access_denied",
    error_description: expect.any(String),
    state: "the state",
    iss: `${simulator.url}/staff`,
  });
  expect((await browser.choose(page, "sub", sub)).status).toBe(400);
  expect((await browser.visit((await portal.begin()).url)).text).toContain("Choose who signs in");
});

test.each([
  ["a wrong secret", { client_secret: "demo-only-staff-client-secret" }, 401, "invalid_client"],
  ["no secret", { client_secret: "" }, 401, "invalid_client"],
  ["another client", { client_id: "staff_client_of_nobody" }, 401, "invalid_client"],
  ["another verifier", { code_verifier: "x".repeat(43) }, 400, "invalid_grant"],
  ["no verifier", { code_verifier: "" }, 400, "invalid_grant"],
  ["another redirect URI", { redirect_uri: "http://localhost:3000/elsewhere" }, 400, "invalid_grant"],
  ["no redirect URI", { redirect_uri: "" }, 400, "invalid_request"],
  ["a code of nobody", { code: "x".repeat(43) }, 400, "invalid_grant"],
  ["another grant", { grant_type: "refresh_token", refresh_token: "x" }, 400, "unsupported_grant_type"],
  ["no person", { grant_type: "client_credentials" }, 400, "unsupported_grant_type"],
])("%s gets no token", async (_name, changes, status, error) => {
  const { portal } = await openBoth();
  const attempt = await portal.begin();
  const answer = await portal.exchange(attempt, await portal.authorize(attempt, sub), changes);
  expect(answer).toMatchObject({ status, text: expect.stringContaining(`"error":"${error}"`) });
  expect(answer.text).not.toContain('token":');
});

test("a wrong secret does not use the code up", async () => {
  const { portal } = await openBoth();
  const attempt = await portal.begin();
  const callback = await portal.authorize(attempt, sub);
  expect((await portal.exchange(attempt, callback, { client_secret: "wrong" })).status).toBe(401);
  expect((await portal.redeem(attempt, callback)).claims.sub).toBe(sub);
});

test("a code works once, and a second use takes back what the first one gave", async () => {
  const { portal } = await openBoth();
  const attempt = await portal.begin();
  const callback = await portal.authorize(attempt, sub);
  const { tokens } = await portal.redeem(attempt, callback);
  expect(await portal.userinfo(tokens.access_token, sub)).toMatchObject({ sub });
  const again = await portal.exchange(attempt, callback);
  expect(again).toMatchObject({ status: 400, text: expect.stringContaining("invalid_grant") });
  await expect(portal.userinfo(tokens.access_token, sub)).rejects.toThrow();
});

test("the code of one attempt is worth nothing in another", async () => {
  const { portal } = await openBoth();
  const [mine, other] = [await portal.begin(), await portal.begin()];
  const callback = await portal.authorize(other, sub);
  expect((await portal.exchange(mine, callback)).status).toBe(400);
});

test("userinfo is for the bearer of an access token", async () => {
  const { portal } = await openBoth();
  const url = portal.server.userinfo_endpoint ?? "";
  const strangers: Record<string, string>[] = [{}, { authorization: "Bearer nobodys" }];
  for (const headers of strangers) {
    const answer = await fetch(url, { headers });
    expect(answer.ok).toBe(false);
    expect(await answer.text()).not.toContain("@");
  }
});

test("a sign-in cannot be answered in another browser, nor by somebody who does not exist", async () => {
  const { portal, browser } = await openBoth();
  const page = await browser.visit((await portal.begin()).url);
  const stranger = new StaffBrowser();
  expect(await stranger.visit(page.url)).toMatchObject({
    status: 400,
    text: expect.stringContaining("This sign-in is over"),
  });
  expect((await stranger.choose(page, "sub", sub)).status).toBe(400);
  expect((await browser.visit(page.url, { sub: "staff_sub_nobody" })).status).toBe(400);
  expect((await browser.visit(page.url, {})).status).toBe(400);
  const { url } = await browser.choose(page, "sub", sub);
  expect(url.searchParams.get("code")).not.toBeNull();
  expect(url.href).not.toContain(staffClient.secret);
});
