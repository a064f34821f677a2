import { NextRequest } from "next/server";
import { z } from "zod";
import { beginSignIn, type SignInRequest } from "../auth/begin-sign-in";
import { createCustomerAuth } from "../auth/customer-auth";
import { endSignIn, type SignInOutcome } from "../auth/sign-in-callback";
import { findConnectionId } from "../connections";
import type { Actor } from "../context";
import { siteOrigin, type TestPortal } from "./test-portal";

const approval = z.object({ code: z.string(), redirect_to: z.string() });
const madeGroup = z.object({ group_id: z.string(), account_ids: z.array(z.string()) });

export async function makeGroup(
  portal: TestPortal,
  shape: { accounts?: number; transactions_per_account?: number } = {},
): Promise<{ groupId: string; accountIds: string[] }> {
  const made = madeGroup.parse(await portal.control("groups", shape));
  return { groupId: made.group_id, accountIds: made.account_ids };
}

/** A browser as the sign-in sees it: its cookies. */
export type TestBrowser = { cookies: Map<string, string> };

export function newBrowser(): TestBrowser {
  return { cookies: new Map() };
}

export function begin(portal: TestPortal, browser: TestBrowser, request: SignInRequest = {}): URL {
  const begun = beginSignIn(portal.services, request, [...browser.cookies.keys()]);
  for (const { name, value, attributes } of begun.cookies) {
    if (attributes.maxAge === 0) browser.cookies.delete(name);
    else browser.cookies.set(name, value);
  }
  return new URL(begun.authorizeUrl);
}

/** Approves at the simulator as the group's person would; returns where Increase sends the browser. */
export async function approve(portal: TestPortal, authorizeUrl: URL, groupId: string): Promise<string> {
  const { searchParams } = authorizeUrl;
  const answer = await portal.control("authorize", {
    client_id: searchParams.get("client_id"),
    state: searchParams.get("state"),
    scope: searchParams.get("scope"),
    group_id: groupId,
  });
  return approval.parse(answer).redirect_to;
}

export async function arrive(
  portal: TestPortal,
  browser: TestBrowser,
  url: string,
  actor: Actor | null = null,
): Promise<SignInOutcome> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const request = new NextRequest(new URL(url, siteOrigin), { headers: { cookie } });
  const outcome = await endSignIn(request, portal.createContext(actor), createCustomerAuth(portal.services));
  if (outcome.kind === "signed_in") {
    const [pair = ""] = outcome.sessionCookie.split(";");
    const [name = "", value = ""] = pair.split("=");
    browser.cookies.set(name, value);
  }
  return outcome;
}

/** A new group that is connected, with Increase's id of its connection already learned. */
export async function connectGroup(portal: TestPortal, shape: { accounts?: number } = {}) {
  const { groupId, accountIds } = await makeGroup(portal, shape);
  const { outcome, browser } = await signIn(portal, groupId);
  if (outcome.kind !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(outcome)}`);
  const { connected } = outcome;
  const oauthConnectionId = await findConnectionId(portal.createContext(), connected);
  if (oauthConnectionId === null) throw new Error("Increase's id of the connection was not found");
  return { groupId, accountIds, browser, connected, oauthConnectionId };
}

/** The whole sign-in, from the button to the session. */
export async function signIn(
  portal: TestPortal,
  groupId: string,
  { browser = newBrowser(), ...request }: SignInRequest & { browser?: TestBrowser } = {},
): Promise<{ browser: TestBrowser; outcome: SignInOutcome; callback: string }> {
  const callback = await approve(portal, begin(portal, browser, request), groupId);
  return { browser, outcome: await arrive(portal, browser, callback), callback };
}
