import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newBrowser, type TestBrowser } from "../../testing/sign-in";
import {
  arriveStaff,
  beginStaff,
  begunSignIn,
  findPersonRow,
  readStaffActor,
  signInStaff,
} from "../../testing/staff-sign-in";
import { startTestPortal, type TestPortal } from "../../testing/test-portal";

vi.mock("next/headers", () => import("../../testing/staff-headers"));

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const begun = (own = portal) => begunSignIn(own);
const findRow = (sub: string) => findPersonRow(portal, sub);

async function expectRefused(
  { browser, callback }: { browser: TestBrowser; callback: string },
  reason: string,
  own = portal,
) {
  const { outcome, location, setCookies } = await arriveStaff(own, browser, callback);
  expect(outcome).toMatchObject({ kind: "failed", reason });
  expect(location.pathname).toBe("/admin/sign-in");
  expect(location.searchParams.get("reason")).toBe(reason);
  expect(location.searchParams.get("request")).toMatch(/^[0-9a-f-]{36}$/);
  expect(setCookies).toEqual([]);
  expect(await readStaffActor(own, browser)).toBeNull();
}

describe("a callback that must not sign in", () => {
  const change = (name: string, value: string | null) => (url: URL) =>
    value === null ? url.searchParams.delete(name) : url.searchParams.set(name, value);

  test.each([
    ["state", "without its state", change("state", null)],
    ["state", "with a forged state", change("state", "forged")],
    ["state", "with two states", (url: URL) => url.searchParams.append("state", "second")],
    ["denied", "after a cancellation", change("error", "access_denied")],
    ["refused", "with another error of the issuer's", change("error", "login_required")],
    ["refused", "with a forged code", change("code", "forged")],
    ["issuer_unavailable", "without a code", change("code", null)],
    ["issuer_unavailable", "in another issuer's name", change("iss", "https://evil.example")],
  ] as const)("%s: %s", async (reason, _what, alter) => {
    const { browser, callback, person } = await begun();
    const url = new URL(callback);
    alter(url);
    await expectRefused({ browser, callback: url.href }, reason);
    expect(await findRow(person.sub)).toBeNull();
  });

  test.each(["state", "pkce", "nonce"])(
    "state: the %s cookie is missing, or another sign-in's",
    async (check) => {
      const { browser, callback, person } = await begun();
      const name = `staff.${check}`;
      const own = browser.cookies.get(name) ?? "";
      browser.cookies.delete(name);
      await expectRefused({ browser, callback }, "state");
      browser.cookies.set(name, "garbage");
      await expectRefused({ browser, callback }, "state");
      const other = (await begun()).browser.cookies.get(name) ?? "";
      expect(other).not.toBe(own);
      browser.cookies.set(name, other);
      await expectRefused({ browser, callback }, check === "state" ? "state" : "refused");
      expect(await findRow(person.sub)).toBeNull();
    },
  );

  test("state: one check's cookie under another's name", async () => {
    const { browser, callback } = await begun();
    browser.cookies.set("staff.nonce", browser.cookies.get("staff.state") ?? "");
    await expectRefused({ browser, callback }, "state");
  });

  test("state: another browser's callback, though it began a sign-in of its own", async () => {
    const [victim, attacker] = [await begun(), await begun()];
    await expectRefused({ browser: newBrowser(), callback: attacker.callback }, "state");
    await expectRefused({ browser: victim.browser, callback: attacker.callback }, "state");
    // And what the victim had begun still works.
    expect((await arriveStaff(portal, victim.browser, victim.callback)).outcome.kind).toBe("signed_in");
  });

  test("refused: the attacker's code under the victim's state", async () => {
    const [victim, attacker] = [await begun(), await begun()];
    const url = new URL(victim.callback);
    url.searchParams.set("code", new URL(attacker.callback).searchParams.get("code") ?? "");
    await expectRefused({ browser: victim.browser, callback: url.href }, "refused");
  });

  test("a code works once: a second tab, and one with the first one's cookies, are refused", async () => {
    const { browser, callback } = await begun();
    const copy: TestBrowser = { cookies: new Map(browser.cookies) };
    expect((await arriveStaff(portal, browser, callback)).outcome.kind).toBe("signed_in");
    await expectRefused({ browser: copy, callback }, "refused");
    const { outcome, setCookies } = await arriveStaff(portal, browser, callback);
    expect(outcome).toMatchObject({ kind: "failed", reason: "state" });
    // The session that stands is left alone.
    expect(setCookies).toEqual([]);
    expect(await readStaffActor(portal, browser)).not.toBeNull();
  });

  test("five arrivals of one callback at once sign in once at most, and the next sign-in works", async () => {
    const { person, browser, callback } = await begun();
    const arrivals = await Promise.all(
      Array.from({ length: 5 }, () => arriveStaff(portal, { cookies: new Map(browser.cookies) }, callback)),
    );
    // The issuer takes the first one's access token back when it sees the code again.
    const signedIn = arrivals.filter(({ outcome }) => outcome.kind === "signed_in");
    expect(signedIn.length).toBeLessThanOrEqual(1);
    expect((await signInStaff(portal, person)).outcome.kind).toBe("signed_in");
  });
});

describe("an issuer in trouble", () => {
  test.each([
    ["/staff/.well-known/openid-configuration", { status: 500 }, "issuer_unavailable"],
    ["/staff/token", { status: 500 }, "issuer_unavailable"],
    ["/staff/token", { drop: true }, "issuer_unavailable"],
    ["/staff/token", { malformed: true }, "issuer_unavailable"],
    ["/staff/token", { html: true }, "issuer_unavailable"],
    ["/staff/me", { status: 500 }, "issuer_unavailable"],
    ["/staff/me", { malformed: true }, "issuer_unavailable"],
  ])("%s answering %o", async (path, answer, reason) => {
    const attempt = await begun();
    await portal.control("faults", { path, times: 1, ...answer });
    await expectRefused(attempt, reason);
    expect(await findRow(attempt.person.sub)).toBeNull();
  });

  test("that is down begins no sign-in, and says so in the log", async () => {
    const own = await startTestPortal({ env: { STAFF_OIDC_ISSUER: "http://127.0.0.1:1/staff" } });
    const browser = newBrowser();
    expect(await beginStaff(own, browser)).toBeNull();
    expect(own.logLines()).toContain("fetch failed");
    await own.close();
  });

  test("that is another than it says begins none", async () => {
    const own = await startTestPortal();
    const { env } = own.services;
    const STAFF_OIDC_ISSUER = env.STAFF_OIDC_ISSUER.replace("127.0.0.1", "localhost");
    const misnamed = { ...own, services: { ...own.services, env: { ...env, STAFF_OIDC_ISSUER } } };
    expect(await beginStaff(misnamed, newBrowser())).toBeNull();
    expect(own.logLines()).toContain("issuer");
    expect(own.logLines()).not.toContain("fetch failed");
    await own.close();
  });

  test("that refuses the portal's own secret is named so", async () => {
    const own = await startTestPortal({ env: { STAFF_OIDC_CLIENT_SECRET: "a-wrong-secret" } });
    const attempt = await begun(own);
    await expectRefused(attempt, "refused", own);
    expect(own.logLines()).not.toContain("a-wrong-secret");
    await own.close();
  });

  test("the log says what lay behind, with the request's id, and no code or token", async () => {
    const own = await startTestPortal();
    const attempt = await begun(own);
    await own.control("faults", { path: "/staff/token", times: 1, drop: true });
    const { location } = await arriveStaff(own, attempt.browser, attempt.callback);
    const code = new URL(attempt.callback).searchParams.get("code") ?? "none";
    expect(own.logLines()).toContain("what a failed sign-in of the staff met");
    expect(own.logLines()).not.toContain(code);
    expect(location.href).not.toContain(code);
    await own.close();
  });
});
