import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { rateLimits } from "@/db/schema";
import { actLimits } from ".";
import { whereTo } from "../testing/redirects";
import { connectGroup, newBrowser, type TestBrowser } from "../testing/sign-in";
import { inRequestOf } from "../testing/staff-headers";
import { makeInvitedPerson, signInStaff } from "../testing/staff-sign-in";
import { siteOrigin, startTestPortal, type TestPortal } from "../testing/test-portal";

const refresh = vi.hoisted(() => vi.fn());
vi.mock("next/headers", () => import("../testing/staff-headers"));
vi.mock("next/cache", () => ({ refresh }));
vi.mock("next/server", async (original) => ({ ...(await original<object>()), after: () => undefined }));

let portal: TestPortal;
let customer: TestBrowser;
let staff: TestBrowser;
let offsetMs = 0;

/** The process's own services, as pages and actions find them, on the test's database. */
beforeAll(async () => {
  portal = await startTestPortal();
  ({ browser: customer } = await connectGroup(portal));
  ({ browser: staff } = await signInStaff(portal, await makeInvitedPerson(portal)));
  const demo = parseEnv(readFileSync(".env.demo", "utf8"));
  for (const [name, value] of Object.entries(demo)) vi.stubEnv(name, value);
  const { env } = portal.services;
  vi.stubEnv("DATABASE_URL", env.DATABASE_URL);
  vi.stubEnv("STAFF_OIDC_ISSUER", env.STAFF_OIDC_ISSUER);
  const { services } = await import("../services");
  services().now = () => new Date(Date.now() + offsetMs);
});
/** What the process remembers of a limit ends with its window. */
const endWindow = () => {
  offsetMs += 61_000;
};
beforeEach(async () => {
  endWindow();
  refresh.mockClear();
  await portal.services.db.delete(rateLimits);
});
afterAll(async () => {
  const { services } = await import("../services");
  await services().db.close();
  await portal.close();
  vi.unstubAllEnvs();
});

const { most } = actLimits["act.session"];
const work = vi.fn(async () => ({ message: "done" }));
const setCount = (count: number) => portal.services.db.update(rateLimits).set({ count });
const windows = () => portal.services.db.select().from(rateLimits);

/** Sends a form from our own page, unless headers say otherwise. */
async function send(side: "customer" | "staff", browser: TestBrowser, headers = { origin: siteOrigin }) {
  const { formAction, staffAction } = await import("../action");
  const make = side === "customer" ? formAction : staffAction;
  work.mockClear();
  const act = make(z.object({}), work);
  return inRequestOf(browser, () => act({ status: "idle" }, new FormData()), siteOrigin, headers);
}

describe.each(["customer", "staff"] as const)("an act of a %s", (side) => {
  const browser = () => (side === "customer" ? customer : staff);

  test("is done up to the limit; one too many changes nothing, and says when to come back", async () => {
    expect(await send(side, browser())).toMatchObject({ status: "done" });
    await setCount(most - 1);
    expect(await send(side, browser())).toMatchObject({ status: "done" });
    expect(await send(side, browser())).toMatchObject({
      status: "failed",
      message: expect.stringMatching(
        /^Too many attempts\. Nothing was changed\. Try again in [1-6]?\d seconds?\.$/,
      ),
    });
    expect(work).not.toHaveBeenCalled();
    expect(refresh).not.toHaveBeenCalled();
    endWindow();
    expect(await send(side, browser())).toMatchObject({ status: "done" });
  });

  test("counts by who acts: neither another address nor a spoofed one is another limit", async () => {
    await send(side, browser());
    await setCount(most);
    const headers = { origin: siteOrigin, "x-forwarded-for": "203.0.113.9", "x-real-ip": "203.0.113.9" };
    expect(await send(side, browser(), headers)).toMatchObject({ status: "failed" });
  });

  test("of one session beyond its limit takes nothing from the others of the same group or person", async () => {
    await send(side, browser());
    await setCount(most);
    expect(await send(side, browser())).toMatchObject({ status: "failed" });
    const counts = (await windows()).map(({ count }) => count);
    expect(counts.toSorted((one, other) => one - other)).toEqual([most, most + 1]);
  });

  test("from another site's page is refused before it counts: nobody uses up somebody else's limit", async () => {
    expect(await send(side, browser(), { origin: "https://evil.example" })).toMatchObject({
      status: "failed",
    });
    expect(await windows()).toEqual([]);
  });

  test("of nobody leads to the sign-in, and leaves no row", async () => {
    const led = await whereTo(() => send(side, newBrowser()));
    expect(led).toMatch(side === "customer" ? /^\/$/ : /^\/admin\/sign-in\?/);
    expect(await windows()).toEqual([]);
  });
});

test("reads are not limited", async () => {
  const { loadPage } = await import("../page");
  await send("customer", customer);
  await setCount(1_000_000);
  const seen = await inRequestOf(customer, () => loadPage(async ({ actor }) => actor?.kind, "/"));
  expect(seen).toBe("customer");
});

test("deliveries are not limited, and say nothing that a browser could use", async () => {
  const { webhookRoute } = await import("../http/webhook-route");
  const deliverTo = webhookRoute("live");
  const forged = () =>
    deliverTo(new Request(`${siteOrigin}/api/webhooks/increase/live`, { method: "POST", body: "{}" }));
  for (let sent = 0; sent < 400; sent += 1) expect((await forged()).status).toBe(400);
  expect(await windows()).toEqual([]);
  const answer = await forged();
  expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

describe("while sessions can't be read", () => {
  const rename = (from: string, to: string) =>
    portal.services.db.execute(sql.raw(`alter table ${from} rename to ${to}`));

  test.each([
    ["customer", "sessions"],
    ["staff", "staff_sessions"],
  ] as const)("a %s is shown no page and no sign-in, and acts on nothing", async (side, table) => {
    const { loadPage, loadStaffPage } = await import("../page");
    const load = side === "customer" ? loadPage : loadStaffPage;
    const browser = side === "customer" ? customer : staff;
    await rename(table, "away");
    try {
      const seen = vi.fn(async () => "a page");
      const page = whereTo(() => inRequestOf(browser, () => load(seen, "/")));
      await expect(page).rejects.toThrow();
      expect(seen).not.toHaveBeenCalled();
      expect(await send(side, browser)).toMatchObject({
        status: "failed",
        message: expect.stringContaining("Something went wrong on our side"),
      });
      expect(work).not.toHaveBeenCalled();
    } finally {
      await rename("away", table);
    }
    expect(await send(side, browser)).toMatchObject({ status: "done" });
  });
});
