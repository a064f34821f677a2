import { expect, test } from "vitest";
import { staffClient, staffPeople } from "../platform";
import { StaffBrowser } from "../testing/staff-browser";
import { openStaffPortal } from "../testing/staff-portal";
import { openSimulator } from "../testing/test-simulator";

test("the sign-in page names everybody, runs nothing, and lets its form lead to the portal alone", async () => {
  const simulator = await openSimulator({ redirectUrl: "http://localhost:3999/back" });
  const portal = await openStaffPortal(simulator);
  const { text, headers, status } = await new StaffBrowser().visit((await portal.begin()).url);
  expect(status).toBe(200);
  for (const { name, email, sub, what } of Object.values(staffPeople)) {
    for (const shown of [name, email, what, `value="${sub}"`]) expect(text).toContain(shown);
  }
  expect(text).not.toContain("<script");
  expect(headers.get("cache-control")).toBe("no-store");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("form-action 'self' http://localhost:3999;");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
});

test("an error is a page for people, and JSON for programs", async () => {
  const portal = await openStaffPortal(await openSimulator());
  const { url } = await portal.begin({ client_id: "<b>nobody</b>", state: "<b>state</b>" });
  const page = await (await fetch(url, { headers: { accept: "text/html" } })).text();
  expect(page).toContain("This request is not valid");
  expect(page).not.toContain("<b>");
  const body = await (await fetch(url, { headers: { accept: "application/json" } })).json();
  expect(body).toMatchObject({ error: "invalid_client" });
});

test("the home page says where the issuer is and who has an account there", async () => {
  const simulator = await openSimulator();
  await simulator.control("POST", "/staff/people", { name: "<b>Ann</b>", email_verified: "absent" });
  const home = await (await fetch(simulator.url)).text();
  for (const shown of [
    `${simulator.url}/staff`,
    "/staff/.well-known/openid-configuration",
    simulator.running.world.staff.redirectUri,
    staffPeople.outsider.email,
    "&lt;b&gt;Ann&lt;/b&gt;",
  ]) {
    expect(home).toContain(shown);
  }
  expect(home).not.toContain(staffClient.secret);
});
