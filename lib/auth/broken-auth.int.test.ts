import NextAuth, { type NextAuthConfig } from "next-auth";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findLiveSession } from "@/db/queries/sessions";
import { whereTo } from "../testing/redirects";
import {
  approve,
  begin,
  connectGroup,
  makeGroup,
  newBrowser,
  signIn,
  type TestBrowser,
} from "../testing/sign-in";
import { cookieHeaderOf, inRequestOf } from "../testing/staff-headers";
import { begunSignIn, makeInvitedPerson, signInStaff } from "../testing/staff-sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { createCustomerAuth, customerAuthConfig } from "./customer-auth";
import { readCustomerActor } from "./read-customer-actor";
import { hashSessionToken } from "./session-token";
import { endSignIn } from "./sign-in-callback";
import { createStaffAuth, staffAuthConfig } from "./staff/auth";
import { endStaffSignIn } from "./staff/callback";
import { readStaffActor } from "./staff/read-actor";

vi.mock("next/headers", () => import("../testing/staff-headers"));

let portal: TestPortal;
let customer: TestBrowser;
let staff: TestBrowser;

beforeAll(async () => {
  portal = await startTestPortal();
  ({ browser: customer } = await connectGroup(portal));
  ({ browser: staff } = await signInStaff(portal, await makeInvitedPerson(portal)));
});
beforeEach(() => {
  // Auth.js would take it from here where its configuration has none.
  vi.stubEnv("AUTH_SECRET", "");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await portal.close();
});

const down = async (): Promise<never> => {
  throw new Error("the database is away");
};

type Break = (config: NextAuthConfig) => NextAuthConfig;

const breaks: [string, Break][] = [
  ["has no secret", (config) => ({ ...config, secret: undefined })],
  ["has an empty list of secrets", (config) => ({ ...config, secret: [] })],
  ["trusts no host", (config) => ({ ...config, trustHost: false })],
  ["has no adapter", (config) => ({ ...config, adapter: undefined })],
  [
    "has half an adapter",
    ({ adapter, ...config }) => ({ ...config, adapter: { getUser: adapter?.getUser } }),
  ],
  [
    "has a provider without addresses",
    (config) => ({ ...config, providers: [{ id: "increase", name: "x", type: "oauth", clientId: "x" }] }),
  ],
  [
    "has a database that is away",
    (config) => ({ ...config, adapter: { ...config.adapter, getSessionAndUser: down, createSession: down } }),
  ],
];

const customerWith = (change: Break) => NextAuth(() => change(customerAuthConfig(portal.services)));
const staffWith = (change: Break) => NextAuth(() => change(staffAuthConfig(portal.services)));

describe.each(breaks)("where Auth.js %s", (_what, change) => {
  test("no session counts, and that is a failure and not being signed out", async () => {
    const actor = inRequestOf(customer, () => readCustomerActor(customerWith(change)));
    await expect(actor).rejects.toThrow();
    const staffActor = inRequestOf(staff, () => readStaffActor(staffWith(change)));
    await expect(staffActor).rejects.toThrow();
  });

  test("no customer is signed in by a callback that would do so", async () => {
    const { groupId } = await makeGroup(portal);
    const browser = newBrowser();
    const callback = await approve(portal, begin(portal, browser), groupId);
    const request = new NextRequest(callback, { headers: { cookie: cookieHeaderOf(browser) } });
    const outcome = await endSignIn(request, portal.createContext(null), customerWith(change));
    expect(outcome.kind).toBe("failed");
  });

  test("none of the staff is signed in by a callback that would do so", async () => {
    const { browser, callback } = await begunSignIn(portal);
    const request = new NextRequest(callback, { headers: { cookie: cookieHeaderOf(browser) } });
    const outcome = await endStaffSignIn(request, portal.createContext(null), staffWith(change));
    expect(outcome.kind).toBe("failed");
  });
});

test("with Auth.js as it is, the same browsers are signed in, and others are nobody", async () => {
  const [customerAuth, staffAuth] = [createCustomerAuth(portal.services), createStaffAuth(portal.services)];
  expect(await inRequestOf(customer, () => readCustomerActor(customerAuth))).toMatchObject({
    kind: "customer",
  });
  expect(await inRequestOf(staff, () => readStaffActor(staffAuth))).toMatchObject({ kind: "staff" });
  expect(await inRequestOf(staff, () => readCustomerActor(customerAuth))).toBeNull();
  expect(await inRequestOf(customer, () => readStaffActor(staffAuth))).toBeNull();
});

test.each([
  ["an error's words", { message: "There was a problem with the server configuration." }],
  ["a whole Response", Response.json({ groupId: "group_x", sessionId: crypto.randomUUID() })],
  ["a text", "group_x"],
  ["true", true],
  ["nothing", undefined],
  ["a list", []],
  ["half a session", { groupId: "group_x" }],
  ["a session of nobody", { groupId: "", sessionId: crypto.randomUUID() }],
  ["a session without an id of ours", { groupId: "group_x", sessionId: "1" }],
  [
    "one of the staff without a role",
    { staff: { staffId: crypto.randomUUID(), sessionId: crypto.randomUUID() } },
  ],
  ["Auth.js's own form of a session", { user: { name: "x" }, expires: "2999-01-01T00:00:00.000Z" }],
])("%s in place of a session signs nobody in", async (_what, answer) => {
  const auth = { auth: async () => answer };
  await expect(readCustomerActor(auth)).rejects.toThrow("no session");
  await expect(readStaffActor(auth)).rejects.toThrow("no session");
});

describe("signing out", () => {
  test("while the database is away fails, and takes no cookie away from a session that lives on", async () => {
    const { groupId } = await makeGroup(portal);
    const { browser } = await signIn(portal, groupId);
    const token = browser.cookies.get("authjs.session-token") ?? "";
    const away = customerWith((config) => ({
      ...config,
      adapter: { ...config.adapter, deleteSession: down },
    }));
    const signOut = (auth: typeof away) => () =>
      inRequestOf(browser, () => auth.signOut({ redirectTo: "/" }));
    await expect(whereTo(signOut(away))).rejects.toThrow();
    expect(browser.cookies.get("authjs.session-token")).toBe(token);
    const { db, now } = portal.services;
    expect(await findLiveSession(db, hashSessionToken(token), now())).not.toBeNull();
    expect(await whereTo(signOut(createCustomerAuth(portal.services)))).toMatch(/\/$/);
    expect(await findLiveSession(db, hashSessionToken(token), now())).toBeNull();
  });

  test("with a broken set-up fails as well", async () => {
    const auth = customerWith((config) => ({ ...config, secret: [] }));
    const signOut = () => inRequestOf(customer, () => auth.signOut({ redirectTo: "/" }));
    await expect(whereTo(signOut)).rejects.toThrow("secret");
  });
});

test("a callback address that a sibling subdomain has planted signs nobody out", async () => {
  const origin = "https://localhost:3000";
  const own = await startTestPortal({ env: { AUTH_URL: origin } });
  const browser = newBrowser();
  const { groupId } = await makeGroup(own);
  const callback = await approve(own, begin(own, browser), groupId);
  const request = new NextRequest(callback, { headers: { cookie: cookieHeaderOf(browser) } });
  const auth = createCustomerAuth(own.services);
  const outcome = await endSignIn(request, own.createContext(null), auth);
  const [, name = "", value = ""] =
    outcome.kind === "signed_in" ? (/^([^=]+)=([^;]+)/.exec(outcome.sessionCookie) ?? []) : [];
  browser.cookies.set(name, value);
  for (const prefix of ["__Secure-", ""]) {
    browser.cookies.set(`${prefix}authjs.callback-url`, "not an address");
    browser.cookies.set(`${prefix}staff.callback-url`, "not an address");
  }
  const actor = await inRequestOf(browser, () => readCustomerActor(auth), origin);
  expect(actor).toMatchObject({ groupId });
  await own.close();
});
