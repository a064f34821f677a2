import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, begin, makeGroup, newBrowser } from "../testing/sign-in";
import { siteOrigin, startTestPortal, type TestPortal } from "../testing/test-portal";
import { createCustomerAuth } from "./customer-auth";
import { endSignIn, toSignInResponse } from "./sign-in-callback";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

test("a host that the request made up leads nobody off the site, and is told to nobody", async () => {
  const { groupId } = await makeGroup(portal);
  const browser = newBrowser();
  const callback = new URL(await approve(portal, begin(portal, browser), groupId));
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const host = "evil.example";
  const request = new NextRequest(`https://${host}${callback.pathname}${callback.search}`, {
    headers: { cookie, host, "x-forwarded-host": host, "x-forwarded-proto": "https" },
  });
  const context = portal.createContext(null);
  const outcome = await endSignIn(request, context, createCustomerAuth(portal.services));
  const answer = toSignInResponse(request, outcome, context);
  expect(answer.headers.get("location")).toBe(`${siteOrigin}/groups/${groupId}`);
  expect(JSON.stringify([...answer.headers])).not.toContain(host);
});
