import { expect, test, vi } from "vitest";
import { staffPeople } from "../platform";
import { StaffBrowser } from "../testing/staff-browser";
import { openStaffPortal } from "../testing/staff-portal";
import { openSimulator } from "../testing/test-simulator";

const { owner, viewer } = staffPeople;

async function openBoth() {
  const simulator = await openSimulator();
  const portal = await openStaffPortal(simulator);
  const browser = new StaffBrowser();
  const ask = async (changes: Record<string, string> = {}) => {
    const attempt = await portal.begin(changes);
    return { attempt, visit: await browser.visit(attempt.url) };
  };
  type Asked = Awaited<ReturnType<typeof ask>>;
  const choose = async ({ attempt, visit }: Asked, sub: string) =>
    (await portal.redeem(attempt, (await browser.choose(visit, "sub", sub)).url)).claims;
  const silently = async ({ attempt, visit }: Asked) => (await portal.redeem(attempt, visit.url)).claims;
  return { simulator, portal, browser, ask, choose, silently };
}

/** Times at the issuer are whole seconds. */
async function secondAfter(seconds: number | undefined): Promise<void> {
  await vi.waitFor(() => expect(Math.floor(Date.now() / 1000)).toBeGreaterThan(seconds ?? 0), 2_000);
}

test("who has signed in is not asked again, and auth_time stays that of the login", async () => {
  const { ask, choose, silently } = await openBoth();
  const first = await choose(await ask(), owner.sub);
  await secondAfter(first.auth_time);
  const second = await silently(await ask());
  expect(second).toMatchObject({ sub: owner.sub, auth_time: first.auth_time });
  expect(await silently(await ask({ prompt: "none" }))).toMatchObject({ sub: owner.sub });
  expect(await silently(await ask({ max_age: "3600" }))).toMatchObject({ auth_time: first.auth_time });
});

test("max_age=0 asks at once though a session stands, and auth_time is that of the new login", async () => {
  const { ask, choose } = await openBoth();
  const first = await choose(await ask(), owner.sub);
  const asked = await ask({ max_age: "0" });
  expect(asked.visit.text).toContain("Olivia Brandt is signed in here, and is asked again.");
  await secondAfter(first.auth_time);
  const second = await choose(asked, owner.sub);
  expect(second.sub).toBe(owner.sub);
  expect(second.auth_time).toBeGreaterThan(first.auth_time ?? Infinity);
});

test.each(["max_age=0", "prompt=login"])("%s cannot be answered silently", async (parameter) => {
  const { browser, ask, choose } = await openBoth();
  const changes = Object.fromEntries(new URLSearchParams(parameter));
  await choose(await ask(), owner.sub);
  const { visit } = await ask(changes);
  expect(visit.text).toContain("Choose who signs in");
  const resumed = await browser.visit(visit.url.href.replace("/interaction/", "/auth/"));
  expect(resumed.url.href).not.toContain("code=");
});

test("nobody can be asked, and max_age=0 wants it: that is login_required", async () => {
  const { ask, choose } = await openBoth();
  await choose(await ask(), owner.sub);
  const { visit } = await ask({ max_age: "0", prompt: "none" });
  expect(visit.url.searchParams.get("error")).toBe("login_required");
});

test("a session older than max_age is asked again", async () => {
  const { ask, choose } = await openBoth();
  const { auth_time } = await choose(await ask(), owner.sub);
  await secondAfter((auth_time ?? 0) + 1);
  expect((await ask({ max_age: "1" })).visit.text).toContain("Choose who signs in");
});

test("another person can be chosen over a session, which is theirs then", async () => {
  const { ask, choose, silently } = await openBoth();
  await choose(await ask(), owner.sub);
  expect(await choose(await ask({ prompt: "login" }), viewer.sub)).toMatchObject({ sub: viewer.sub });
  expect(await silently(await ask())).toMatchObject({ sub: viewer.sub, name: viewer.name });
});

test("who cancels a second login keeps the session", async () => {
  const { browser, ask, choose, silently } = await openBoth();
  await choose(await ask(), owner.sub);
  const { visit } = await ask({ prompt: "login" });
  const { url } = await browser.choose(visit, "decision", "deny");
  expect(url.searchParams.get("error")).toBe("access_denied");
  expect(await silently(await ask())).toMatchObject({ sub: owner.sub });
});

test("who signs out of the issuer is asked again", async () => {
  const { simulator, browser, ask, choose } = await openBoth();
  await choose(await ask(), owner.sub);
  const page = await browser.visit(`${simulator.url}/staff/session/end`);
  expect(page.text).toContain('name="logout" value="yes"');
  const xsrf = /name="xsrf" value="(\w+)"/.exec(page.text)?.[1] ?? "";
  const confirm = `${simulator.url}/staff/session/end/confirm`;
  expect((await browser.visit(confirm, { xsrf: "forged", logout: "yes" })).status).toBe(400);
  const done = await browser.visit(confirm, { xsrf, logout: "yes" });
  expect(done).toMatchObject({ status: 200, text: expect.stringContaining("Nobody is signed in here") });
  expect((await ask()).visit.text).toContain("Choose who signs in");
});

test("two browsers have two sessions, and what the control API does leaves none", async () => {
  const { portal, ask, choose, silently } = await openBoth();
  await choose(await ask(), owner.sub);
  await portal.authorize(await portal.begin(), viewer.sub);
  const other = new StaffBrowser();
  expect((await other.visit((await portal.begin()).url)).text).toContain("Choose who signs in");
  expect(await silently(await ask())).toMatchObject({ sub: owner.sub });
});

test("a reset ends every session and every sign-in under way", async () => {
  const { simulator, portal, browser, ask, choose } = await openBoth();
  await choose(await ask(), owner.sub);
  const { attempt, visit } = await ask({ prompt: "login" });
  const callback = await portal.authorize(await portal.begin(), owner.sub);
  await simulator.control("POST", "/reset");
  expect((await browser.choose(visit, "sub", owner.sub)).status).toBe(400);
  expect((await portal.exchange(attempt, callback)).status).toBe(400);
  expect((await ask()).visit.text).toContain("Choose who signs in");
});

test("its cookies can't meet the portal's, and work over http", async () => {
  const { browser, ask, choose } = await openBoth();
  await choose(await ask(), owner.sub);
  expect(browser.given.length).toBeGreaterThan(2);
  for (const cookie of browser.given) {
    expect(cookie).toMatch(/^simulated_issuer\.\w+=/);
    expect(cookie).toMatch(/; path=\/staff(\/|;)/);
    expect(cookie).toMatch(/; samesite=lax/i);
    expect(cookie).toMatch(/; httponly/i);
    expect(cookie).not.toMatch(/; secure/i);
  }
});
