import { expect, test } from "vitest";
import { staffClient, staffPeople } from "../platform";
import { StaffBrowser } from "../testing/staff-browser";
import { openStaffPortal } from "../testing/staff-portal";
import { openSimulator } from "../testing/test-simulator";

const { sub } = staffPeople.viewer;

test("people can be added, and are gone after a reset; the four are always there", async () => {
  const simulator = await openSimulator();
  const portal = await openStaffPortal(simulator);
  const given = { name: "Ann <b>Other</b>", email: "Ann@Ledgerline.example" };
  const added = await simulator.control("POST", "/staff/people", given);
  expect(added.status).toBe(201);
  const ann = await added.json();
  expect(ann).toEqual({ sub: expect.stringMatching(/^staff_sub_\w{20}$/), email: given.email });
  const twin = await (await simulator.control("POST", "/staff/people", given)).json();
  expect(twin.sub).not.toBe(ann.sub);
  const attempt = await portal.begin();
  const { claims } = await portal.redeem(attempt, await portal.authorize(attempt, ann.sub));
  expect(claims).toMatchObject({ ...given, sub: ann.sub });
  const page = await new StaffBrowser().visit((await portal.begin()).url);
  expect(page.text).toContain("Ann &lt;b&gt;Other&lt;/b&gt;");

  await simulator.control("POST", "/reset");
  await expect(portal.authorize(await portal.begin(), ann.sub)).rejects.toThrow("There is no person");
  for (const person of Object.values(staffPeople)) {
    await portal.authorize(await portal.begin(), person.sub);
  }
});

test.each([
  ["an unknown field", { role: "owner" }],
  ["a sub of one's own", { sub: "staff_sub_olivia" }],
  ["no name", { name: "" }],
  ["another email_verified", { email_verified: "yes" }],
])("a person with %s is not added", async (_name, input) => {
  const simulator = await openSimulator();
  expect((await simulator.control("POST", "/staff/people", input)).status).toBe(400);
  expect(simulator.running.world.staff.people.list()).toHaveLength(4);
});

test("a login can have been some time ago, also longer than max_age allows", async () => {
  const portal = await openStaffPortal(await openSimulator());
  for (const changes of [{}, { max_age: "60" }, { max_age: "0" }]) {
    const attempt = await portal.begin(changes);
    const before = Math.floor(Date.now() / 1000);
    const callback = await portal.authorize(attempt, sub, 3_600);
    const { auth_time = 0 } = (await portal.redeem(attempt, callback)).claims;
    expect(auth_time - before + 3_600).toBeGreaterThanOrEqual(0);
    expect(auth_time - before + 3_600).toBeLessThan(10);
  }
});

test("what the issuer would refuse with a redirect comes back as one, and the rest is refused here", async () => {
  const simulator = await openSimulator();
  const [portal, elsewhere] = [
    await openStaffPortal(simulator),
    await openStaffPortal(await openSimulator()),
  ];
  const unprotected = await portal.begin({ code_challenge: undefined, code_challenge_method: undefined });
  const back = await portal.authorize(unprotected, sub);
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    error: "invalid_request",
    state: "the state",
  });

  const { url } = await portal.begin();
  for (const [input, status] of [
    [{ authorize_url: url, sub: "staff_sub_nobody" }, 404],
    [{ authorize_url: (await elsewhere.begin()).url, sub }, 400],
    [{ authorize_url: url.replace("/staff/auth", "/staff/session/end"), sub }, 400],
    [{ authorize_url: (await portal.begin({ client_id: "nobody" })).url, sub }, 400],
    [{ authorize_url: "here", sub }, 400],
    [{ authorize_url: url, sub, auth_time_seconds_ago: -1 }, 400],
    [{ authorize_url: url, sub, deny: true }, 400],
    [{ sub }, 400],
  ] as const) {
    expect((await simulator.control("POST", "/staff/authorize", input)).status).toBe(status);
  }
});

test("a page of another origin adds nobody and signs nobody in", async () => {
  const simulator = await openSimulator();
  for (const path of ["people", "authorize"]) {
    const forged = { method: "POST", body: "{}", headers: { "sec-fetch-site": "cross-site" } };
    expect((await fetch(`${simulator.url}/_sim/staff/${path}`, forged)).status).toBe(403);
  }
});

test("faults act at the issuer, before or after what a request does", async () => {
  const simulator = await openSimulator();
  const portal = await openStaffPortal(simulator);
  const fail = (fault: object) => simulator.control("POST", "/faults", { path: "/staff/token", ...fault });
  const attempt = await portal.begin();
  const callback = await portal.authorize(attempt, sub);
  await fail({ html: true });
  expect(await portal.exchange(attempt, callback)).toMatchObject({ status: 502 });
  await fail({ status: 503, phase: "after" });
  const lost = await portal.exchange(attempt, callback);
  expect(lost.status).toBe(503);
  expect(lost.text).not.toContain('token":');
  expect(await portal.exchange(attempt, callback)).toMatchObject({
    status: 400,
    text: expect.stringContaining("invalid_grant"),
  });
});

test("the request log has what was asked of the issuer, and no secret", async () => {
  const simulator = await openSimulator();
  const portal = await openStaffPortal(simulator);
  const attempt = await portal.begin();
  const callback = await portal.authorize(attempt, sub);
  const { tokens } = await portal.redeem(attempt, callback);
  const idToken = tokens.id_token ?? "none";
  await fetch(`${simulator.url}/staff/session/end?id_token_hint=${idToken}`);
  await fetch(`${simulator.url}/staff/token?client_secret=${staffClient.secret}`, { method: "POST" });
  const log = await (await simulator.control("GET", "/requests?path=/staff/**")).text();
  for (const known of ["/staff/auth", "/staff/token", "/staff/jwks", "/staff/session/end"]) {
    expect(log).toContain(`"path":"${known}"`);
  }
  const code = callback.searchParams.get("code") ?? "none";
  for (const secret of [staffClient.secret, idToken, tokens.access_token, code]) {
    expect(log).not.toContain(secret);
  }
});

test("the state tells the client with its secret, and the people", async () => {
  const simulator = await openSimulator();
  const state = await (await simulator.control("GET", "/state")).json();
  expect(state.staff_issuer).toMatchObject({
    issuer: `${simulator.url}/staff`,
    client: { client_id: staffClient.id, client_secret: staffClient.secret },
    people: [{ sub }, {}, {}, {}],
  });
});
