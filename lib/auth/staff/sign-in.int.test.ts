import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findLiveSession } from "@/db/queries/sessions";
import { findLiveStaffSession } from "@/db/queries/staff-sessions";
import type { StaffRole } from "../../context";
import { changeRole, removeStaff } from "../../staff";
import { connectGroup, newBrowser, signIn, makeGroup, type TestBrowser } from "../../testing/sign-in";
import { makeStaff } from "../../testing/staff";
import { staffAudit } from "../../testing/staff-audit";
import { inRequestOf } from "../../testing/staff-headers";
import {
  arriveStaff,
  authorizeStaff,
  beginStaff,
  begunSignIn,
  findPersonRow,
  invite,
  makeInvitedPerson,
  makePerson,
  readStaffActor,
  signInStaff,
} from "../../testing/staff-sign-in";
import { startTestPortal, type TestPortal } from "../../testing/test-portal";
import { createCustomerAuth } from "../customer-auth";
import { freshSignInMs } from "../permissions";
import { hashSessionToken } from "../session-token";

vi.mock("next/headers", () => import("../../testing/staff-headers"));

const sessionCookie = "staff.session-token";
const customerCookie = "authjs.session-token";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const makeInvited = (role?: StaffRole) => makeInvitedPerson(portal, role);
const findRow = (sub: string, own = portal) => findPersonRow(own, sub);

describe("a sign-in that succeeds", () => {
  test("starts a session of the person, in the invitation's role, and leaves one cookie", async () => {
    const person = await makeInvited();
    const { browser, outcome, location, setCookies } = await signInStaff(portal, person);
    expect(outcome).toMatchObject({ kind: "signed_in", destination: "/admin" });
    expect(location.href).toBe("http://localhost:3000/admin");
    expect([...browser.cookies.keys()]).toEqual([sessionCookie]);
    expect(setCookies.filter((cookie) => !/; Max-Age=0/i.test(cookie))).toEqual([
      expect.stringMatching(/^staff\.session-token=[^;]+; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/),
    ]);
    const row = await findRow(person.sub);
    expect(row).toMatchObject({ role: "operator", email: person.email });
    expect(await readStaffActor(portal, browser)).toMatchObject({
      kind: "staff",
      staffId: row?.id,
      role: "operator",
      signedInAt: expect.any(Date),
    });
    expect((await staffAudit(portal, row?.id)).map(({ action }) => action)).toEqual([
      "staff.admitted",
      "staff.signed_in",
    ]);
  });

  test("asks the issuer with PKCE, nonce and state, and for when the person signed in there", async () => {
    const ask = async (again: boolean) =>
      new URL((await beginStaff(portal, newBrowser(), { again })) ?? "").searchParams;
    const parameters = await ask(false);
    expect(Object.fromEntries(parameters)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^.{43}$/),
      state: expect.stringMatching(/.{40}/),
      nonce: expect.stringMatching(/.{40}/),
      max_age: "28800",
      redirect_uri: "http://localhost:3000/api/staff/auth/callback/staff",
    });
    expect((await ask(true)).get("max_age")).toBe("0");
  });

  test("ends the session that the browser came with, and has a token of its own", async () => {
    const person = await makeInvited();
    const { browser } = await signInStaff(portal, person);
    const old = browser.cookies.get(sessionCookie) ?? "";
    expect((await signInStaff(portal, person, { browser, again: true })).outcome.kind).toBe("signed_in");
    const token = browser.cookies.get(sessionCookie) ?? "";
    expect(token).not.toBe(old);
    const { db, now } = portal.services;
    expect(await findLiveStaffSession(db, hashSessionToken(old), now())).toBeNull();
    expect(await findLiveStaffSession(db, hashSessionToken(token), now())).not.toBeNull();
  });

  test("as another person in the same browser ends the first one's session", async () => {
    const [first, second] = [await makeInvited(), await makeInvited("viewer")];
    const { browser } = await signInStaff(portal, first);
    const old = browser.cookies.get(sessionCookie) ?? "";
    await signInStaff(portal, second, { browser });
    expect(await readStaffActor(portal, browser)).toMatchObject({ role: "viewer" });
    const { db, now } = portal.services;
    expect(await findLiveStaffSession(db, hashSessionToken(old), now())).toBeNull();
  });

  test("takes over no session that was planted under the name of a piece of the cookie", async () => {
    const person = await makeInvited();
    const planted = (await signInStaff(portal, person)).browser.cookies.get(sessionCookie) ?? "";
    const browser: TestBrowser = { cookies: new Map([[`${sessionCookie}.0`, planted]]) };
    await signInStaff(portal, person, { browser });
    expect(browser.cookies.get(sessionCookie)).toMatch(/^.{43}$/);
    expect(browser.cookies.get(sessionCookie)).not.toBe(planted);
  });

  test.each([
    "//evil.example",
    "https://evil.example/admin",
    "/\\evil.example",
    "/groups/group_other",
    "/administrator",
    "/admin/../groups/group_other",
    "/admin/sign-in?reason=again",
    null,
  ])("never leads to %s", async (callbackUrl) => {
    const { location } = await signInStaff(portal, await makeInvited(), { callbackUrl });
    expect(location.href).toBe("http://localhost:3000/admin");
  });

  test("leads back to the page of the staff that was asked for, but not to one that its cookie was changed to", async () => {
    const callbackUrl = "/admin/events?state=dead";
    const asked = await signInStaff(portal, await makeInvited(), { callbackUrl });
    expect(asked.location.href).toBe(`http://localhost:3000${callbackUrl}`);
    for (const planted of ["https://evil.example/admin", "//evil.example/admin", "/groups/group_1", "%"]) {
      const { browser, callback } = await begunSignIn(portal);
      browser.cookies.set("staff.callback-url", planted);
      const { location } = await arriveStaff(portal, browser, callback);
      expect(location.href).toBe("http://localhost:3000/admin");
    }
  });

  test("over https sets cookies of the portal's own host alone", async () => {
    const own = await startTestPortal({ env: { AUTH_URL: "https://localhost:3000" } });
    await own.control(
      "application",
      { redirect_url: "https://localhost:3000/api/auth/callback/increase" },
      "PATCH",
    );
    const { browser, callback } = await begunSignIn(own);
    expect([...browser.cookies.keys()].every((name) => name.startsWith("__Host-staff."))).toBe(true);
    const { setCookies } = await arriveStaff(own, browser, callback);
    for (const cookie of setCookies) expect(cookie).toMatch(/^__Host-staff\..*; Path=\/;.*; Secure/);
    expect([...browser.cookies.keys()]).toEqual(["__Host-staff.session-token"]);
    await own.close();
  });
});

describe("how fresh a sign-in is", () => {
  async function ageOf(authTimeSecondsAgo: number) {
    const { browser } = await signInStaff(portal, await makeInvited(), { authTimeSecondsAgo });
    const actor = await readStaffActor(portal, browser);
    return portal.services.now().getTime() - (actor?.signedInAt.getTime() ?? NaN);
  }

  test("is the issuer's to say: a session there that is an hour old is no fresh one here", async () => {
    expect(await ageOf(3600)).toBeGreaterThanOrEqual(3_600_000);
    const age = await ageOf(0);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(freshSignInMs);
  });

  test("is never more than now, though the issuer's clock is an hour ahead", async () => {
    const services = { ...portal.services, now: () => new Date(Date.now() - 3_600_000) };
    const createContext: TestPortal["createContext"] = (actor) => ({
      ...portal.createContext(actor),
      ...services,
    });
    const person = await makeInvited();
    const { browser } = await signInStaff({ ...portal, services, createContext }, person);
    const tokenHash = hashSessionToken(browser.cookies.get(sessionCookie) ?? "");
    const found = await findLiveStaffSession(services.db, tokenHash, services.now());
    expect(found?.session.signedInAt.getTime()).toBeLessThanOrEqual(services.now().getTime());
  });
});

describe("who comes in", () => {
  test("nobody whom no owner has invited", async () => {
    const browser = newBrowser();
    const person = await makePerson(portal);
    const callback = await authorizeStaff(portal, await beginStaff(portal, browser), person);
    expect((await arriveStaff(portal, browser, callback)).outcome).toMatchObject({ reason: "not_staff" });
    expect(await findRow(person.sub)).toBeNull();
  });

  test("nobody by the name alone of a person who is staff", async () => {
    const person = await makeInvited("owner");
    await signInStaff(portal, person);
    const double = await makePerson(portal, { email: person.email });
    const { outcome } = await signInStaff(portal, double);
    expect(outcome).toMatchObject({ kind: "failed", reason: "not_staff" });
  });

  test.each([
    [false, "false", "email_unverified"],
    [false, "true", "email_unverified"],
    ["absent", "false", "email_unverified"],
    ["absent", "true", null],
    [true, "false", null],
  ] as const)("email_verified %s with STAFF_OIDC_TRUST_EMAIL %s: %s", async (verified, trust, reason) => {
    const own = await startTestPortal({ env: { STAFF_OIDC_TRUST_EMAIL: trust } });
    const person = await makePerson(own, { email_verified: verified });
    await invite(own, person.email, "viewer");
    const { outcome } = await signInStaff(own, person);
    expect(outcome).toMatchObject(reason === null ? { kind: "signed_in" } : { kind: "failed", reason });
    expect((await findRow(person.sub, own)) === null).toBe(reason !== null);
    await own.close();
  });

  test("not one who was removed, whose session ends with the next request", async () => {
    const person = await makeInvited();
    const { browser } = await signInStaff(portal, person);
    const owner = portal.createContext((await makeStaff(portal, "owner")).actor);
    const staffId = (await findRow(person.sub))?.id ?? "";
    await changeRole(owner, { staffId, role: "viewer" });
    expect(await readStaffActor(portal, browser)).toMatchObject({ role: "viewer" });
    await removeStaff(owner, { staffId });
    expect(await readStaffActor(portal, browser)).toBeNull();
    expect((await signInStaff(portal, person)).outcome).toMatchObject({ reason: "not_staff" });
  });

  test("not one who is removed between being let in and the session", async () => {
    const person = await makeInvited();
    await signInStaff(portal, person);
    const staffId = (await findRow(person.sub))?.id ?? "";
    const { actor } = await makeStaff(portal, "owner");
    const browser = newBrowser();
    const callback = await authorizeStaff(portal, await beginStaff(portal, browser), person);
    await Promise.all([
      arriveStaff(portal, browser, callback),
      removeStaff(portal.createContext(actor), { staffId }),
    ]);
    // Whichever came first: a session begun before is over, and after there is none.
    expect(await readStaffActor(portal, browser)).toBeNull();
  });
});

describe("a person who is staff and customer in one browser", () => {
  test("has two sessions: neither sign-in touches the other's cookie or session", async () => {
    const { groupId, browser } = await connectGroup(portal);
    const token = browser.cookies.get(customerCookie) ?? "";
    const { setCookies } = await signInStaff(portal, await makeInvited(), { browser });
    expect(setCookies.every((cookie) => cookie.startsWith("staff."))).toBe(true);
    expect(browser.cookies.get(customerCookie)).toBe(token);
    const { db, now } = portal.services;
    expect(await findLiveSession(db, hashSessionToken(token), now())).toMatchObject({ userId: groupId });
    const staffToken = browser.cookies.get(sessionCookie) ?? "";
    await signIn(portal, groupId, { browser });
    expect(browser.cookies.get(sessionCookie)).toBe(staffToken);
    expect(await findLiveStaffSession(db, hashSessionToken(staffToken), now())).not.toBeNull();
  });

  test("each reader takes its own cookie alone", async () => {
    const { groupId, browser } = await connectGroup(portal);
    await signInStaff(portal, await makeInvited("viewer"), { browser });
    const auth = createCustomerAuth(portal.services);
    expect(await readStaffActor(portal, browser)).toMatchObject({ kind: "staff", role: "viewer" });
    const customer = await inRequestOf(browser, () => auth.auth());
    expect(customer).toMatchObject({ groupId });
    expect(customer?.staff).toBeUndefined();
    browser.cookies.delete(sessionCookie);
    expect(await readStaffActor(portal, browser)).toBeNull();
    browser.cookies.delete(customerCookie);
    expect(await inRequestOf(browser, () => auth.auth())).toBeNull();
  });

  test("a session of the staff opens nothing by being in the cookie of a customer, or the other way round", async () => {
    const { browser } = await signInStaff(portal, await makeInvited());
    const { browser: customer } = await signIn(portal, (await makeGroup(portal)).groupId);
    const swapped: TestBrowser = {
      cookies: new Map([
        [sessionCookie, customer.cookies.get(customerCookie) ?? ""],
        [customerCookie, browser.cookies.get(sessionCookie) ?? ""],
      ]),
    };
    expect(await readStaffActor(portal, swapped)).toBeNull();
    const auth = createCustomerAuth(portal.services);
    expect(await inRequestOf(swapped, () => auth.auth())).toBeNull();
  });
});
