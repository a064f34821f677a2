import { NextRequest } from "next/server";
import { z } from "zod";
import { findStaffBySubject, insertInvitation, listAllStaff } from "@/db/queries/staff";
import { createStaffAuth } from "../auth/staff/auth";
import { endStaffSignIn, toStaffSignInResponse, type StaffSignInOutcome } from "../auth/staff/callback";
import { readStaffActor as readActor } from "../auth/staff/read-actor";
import { beginStaffSignIn } from "../auth/staff/sign-in";
import type { StaffActor, StaffRole } from "../context";
import { invitationLifetimeMs } from "../staff";
import { newBrowser, type TestBrowser } from "./sign-in";
import { makeStaff } from "./staff";
import { cookieHeaderOf, inRequestOf, keepCookie } from "./staff-headers";
import type { TestPortal } from "./test-portal";

/** Needs `vi.mock("next/headers", () => import("…/testing/staff-headers"))` in the test's file. */

export type StaffPerson = { sub: string; email: string };

const madePerson = z.object({ sub: z.string(), email: z.string() });
const authorized = z.object({ redirect_to: z.string() });

/** Somebody with an account at the staff's issuer. */
export async function makePerson(
  portal: TestPortal,
  claims: { name?: string; email?: string; email_verified?: boolean | "absent" } = {},
): Promise<StaffPerson> {
  return madePerson.parse(await portal.control("staff/people", claims));
}

/** Invites an address, by an owner who is made for it where there is none. */
export async function invite(portal: TestPortal, email: string, role: StaffRole): Promise<void> {
  const { db, now } = portal.services;
  const owner = (await listAllStaff(db)).find((person) => person.role === "owner");
  const invitedBy = owner?.id ?? (await makeStaff(portal, "owner")).actor.staffId;
  const createdAt = now();
  const expiresAt = new Date(createdAt.getTime() + invitationLifetimeMs);
  await insertInvitation(db, { email: email.toLowerCase(), role, invitedBy, createdAt, expiresAt });
}

/** Somebody of the issuer's who may come in. */
export async function makeInvitedPerson(
  portal: TestPortal,
  role: StaffRole = "operator",
): Promise<StaffPerson> {
  const person = await makePerson(portal);
  await invite(portal, person.email, role);
  return person;
}

export function findPersonRow({ services: { db, env } }: TestPortal, sub: string) {
  return findStaffBySubject(db, env.STAFF_OIDC_ISSUER, sub);
}

/** @returns the issuer's address, or null where it can't be reached */
export function beginStaff(
  portal: TestPortal,
  browser: TestBrowser,
  { callbackUrl, again = false }: { callbackUrl?: unknown; again?: boolean } = {},
): Promise<string | null> {
  const { services } = portal;
  return inRequestOf(
    browser,
    () => beginStaffSignIn(services, createStaffAuth(services), { callbackUrl, again }),
    services.env.AUTH_URL,
  );
}

/** Chooses a person at the issuer; returns where it sends the browser. */
export async function authorizeStaff(
  portal: TestPortal,
  authorizeUrl: string | null,
  { sub }: StaffPerson,
  authTimeSecondsAgo?: number,
): Promise<string> {
  const answer = await portal.control("staff/authorize", {
    authorize_url: authorizeUrl,
    sub,
    auth_time_seconds_ago: authTimeSecondsAgo,
  });
  return authorized.parse(answer).redirect_to;
}

/** The browser at the callback; it keeps the cookies that it is given. */
export async function arriveStaff(
  portal: TestPortal,
  browser: TestBrowser,
  url: string,
): Promise<{ outcome: StaffSignInOutcome; location: URL; setCookies: string[] }> {
  const request = new NextRequest(url, { headers: { cookie: cookieHeaderOf(browser) } });
  const context = portal.createContext(null);
  const outcome = await endStaffSignIn(request, context, createStaffAuth(portal.services));
  const response = toStaffSignInResponse(request, outcome, context);
  const setCookies = response.headers.getSetCookie();
  for (const cookie of setCookies) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    keepCookie(browser, name, value, /; Max-Age=0/i.test(cookie) ? { maxAge: 0 } : {});
  }
  return { outcome, location: new URL(response.headers.get("location") ?? ""), setCookies };
}

/** Who acts, when this browser asks for a page of the staff. */
export async function readStaffActor(portal: TestPortal, browser: TestBrowser): Promise<StaffActor | null> {
  const auth = createStaffAuth(portal.services);
  return inRequestOf(browser, () => readActor(auth));
}

/** An invited person's sign-in, up to the callback's address. */
export async function begunSignIn(portal: TestPortal) {
  const person = await makeInvitedPerson(portal);
  const browser = newBrowser();
  const address = await beginStaff(portal, browser);
  return { person, browser, callback: await authorizeStaff(portal, address, person) };
}

/** The whole sign-in, from the button to the session. */
export async function signInStaff(
  portal: TestPortal,
  person: StaffPerson,
  options: {
    browser?: TestBrowser;
    callbackUrl?: unknown;
    again?: boolean;
    authTimeSecondsAgo?: number;
  } = {},
) {
  const { browser = newBrowser(), authTimeSecondsAgo, ...request } = options;
  const address = await beginStaff(portal, browser, request);
  const callback = await authorizeStaff(portal, address, person, authTimeSecondsAgo);
  return { browser, callback, ...(await arriveStaff(portal, browser, callback)) };
}
