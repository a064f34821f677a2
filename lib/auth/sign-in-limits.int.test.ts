import { eq } from "drizzle-orm";
import { NextRequest } from "next/server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { isFlowUsed } from "@/db/queries/used-flows";
import { auditEntries, rateLimits } from "@/db/schema";
import { createLog } from "../log";
import { countSignIn, findSignInWait, signInLimits } from "../rate-limit";
import { createServices, type Services } from "../services";
import { approve, arrive, begin, makeGroup, newBrowser } from "../testing/sign-in";
import { cookieHeaderOf, inRequestOf } from "../testing/staff-headers";
import { beginStaff, begunSignIn } from "../testing/staff-sign-in";
import { watchStatements } from "../testing/statements";
import { whereTo } from "../testing/redirects";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { createCustomerAuth } from "./customer-auth";
import { answerLimited } from "./limit-sign-in";
import { readSource } from "./request-source";
import { sendToIncrease } from "./send-to-increase";
import { endSignIn, toSignInResponse } from "./sign-in-callback";
import { createStaffAuth } from "./staff/auth";
import { endStaffSignIn, toStaffSignInResponse } from "./staff/callback";
import { beginStaffSignIn } from "./staff/sign-in";
import { sweepExpired } from "./sweep-expired";

vi.mock("next/headers", () => import("../testing/staff-headers"));

const header = "x-forwarded-for";
const most = signInLimits["customer_sign_in.begin"].mostOfOne;
const mostEnds = signInLimits["customer_sign_in.end"].mostOfOne;
const limited = "/sign-in/limited";
const staffLimited = "/admin/sign-in/limited";

/** Behind a proxy that is trusted; and the same database with no proxy trusted, as a second instance. */
let portal: TestPortal;
let unproxied: Services;
let second: Services;

beforeAll(async () => {
  portal = await startTestPortal({ env: { TRUSTED_PROXY: header } });
  const { env, now } = portal.services;
  second = { ...createServices(env, createLog({ write: () => undefined })), now };
  unproxied = { ...portal.services, env: { ...env, TRUSTED_PROXY: undefined } };
});
beforeEach(async () => {
  // What a process remembers of a limit ends with its window.
  await portal.advance(61);
  await portal.services.db.delete(rateLimits);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await second.db.close();
  await portal.close();
});

const windows = () => portal.services.db.select().from(rateLimits);
const setCount = (count: number) => portal.services.db.update(rateLimits).set({ count });
const from = (address: string) => ({ [header]: address });
const contextFrom = (ipAddress: string) => ({
  ...portal.createContext(null),
  source: { ipAddress, userAgent: null },
});

async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let done = 0; done < count; done += 1) results.push(await work());
  return results;
}

/** Where the sign-in's button leads: to Increase's consent page, or not. */
async function start(address: string, services: Services = portal.services, browser = newBrowser()) {
  const { origin } = new URL(portal.simulator.url);
  const led = await whereTo(() =>
    inRequestOf(browser, () => sendToIncrease(services, {}), undefined, from(address)),
  );
  return led?.startsWith(`${origin}/oauth/authorization?`) ? "Increase" : led;
}

async function startStaff(address: string, services: Services = portal.services) {
  return whereTo(() =>
    inRequestOf(
      newBrowser(),
      () => beginStaffSignIn(services, createStaffAuth(services), { callbackUrl: "/admin", again: false }),
      undefined,
      from(address),
    ),
  );
}

/** Puts a window of attempts behind one, without making each. */
async function exhaust(limit: Parameters<typeof countSignIn>[1], address: string | null) {
  const { mostOfOne, mostTogether } = signInLimits[limit];
  await countSignIn(portal.services, limit, address);
  await setCount(address === null ? mostTogether : mostOfOne);
}

describe("the start of a sign-in", () => {
  test("is refused once there were too many from one address, and no cookie is left", async () => {
    expect(await times(most, () => start("192.0.2.1"))).toEqual(
      Array.from({ length: most }, () => "Increase"),
    );
    const browser = newBrowser();
    expect(await start("192.0.2.1", portal.services, browser)).toBe(limited);
    expect(browser.cookies.size).toBe(0);
    expect(await start("192.0.2.2")).toBe("Increase");
    expect(portal.logLines()).toMatch(/"limit":"customer_sign_in\.begin","most":30/);
  });

  test("counts together on two instances", async () => {
    await times(most / 2, () => start("192.0.2.3"));
    await times(most / 2, () => start("192.0.2.3", second));
    expect(await start("192.0.2.3", second)).toBe(limited);
    expect(await start("192.0.2.3")).toBe(limited);
  });

  test("is possible again when the window has passed", async () => {
    await exhaust("customer_sign_in.begin", "192.0.2.4");
    expect(await start("192.0.2.4")).toBe(limited);
    await portal.advance(61);
    expect(await start("192.0.2.4")).toBe("Increase");
  });

  test("is limited for a whole /64 of IPv6 at once, and for no other", async () => {
    await exhaust("customer_sign_in.begin", "2001:db8:1:2::1");
    expect(await start("2001:db8:1:2:ffff::9")).toBe(limited);
    expect(await start("2001:db8:1:3::1")).toBe("Increase");
  });

  test("can't be begun by an address that the visitor wrote before the proxy's", async () => {
    await exhaust("customer_sign_in.begin", "192.0.2.5");
    expect(await start("198.51.100.9, 192.0.2.5")).toBe(limited);
  });

  test("of the staff has limits of its own", async () => {
    await exhaust("customer_sign_in.begin", "192.0.2.6");
    expect(await startStaff("192.0.2.6")).toBeNull();
    await setCount(1_000);
    expect(await startStaff("192.0.2.6")).toBe(staffLimited);
  });
});

describe("with no trusted proxy", () => {
  test("a spoofed header opens no door and shuts none: all share one limit, far higher", async () => {
    const spoofed = Array.from({ length: most + 5 }, (_, index) => `198.51.100.${index}`);
    for (const address of spoofed) expect(await start(address, unproxied)).toBe("Increase");
    expect(await windows()).toMatchObject([{ count: most + 5 }]);
    // The one who is named in the header has not been counted.
    expect(await start("198.51.100.0")).toBe("Increase");
    await setCount(signInLimits["customer_sign_in.begin"].mostTogether);
    expect(await start("203.0.113.77", unproxied)).toBe(limited);
  });

  test("what the proxy writes that is no address counts with all the others", async () => {
    expect(await times(most + 1, () => start("unknown"))).not.toContain(limited);
  });
});

describe("the address that says 429", () => {
  const ask = (address: string, side: "customer" | "staff") => {
    const headers = { ...from(address), "content-security-policy": "style-src 'self' 'nonce-bm9uY2U='" };
    return inRequestOf(
      newBrowser(),
      () => answerLimited(new Request("http://localhost:3000/x", { headers }), portal.services, side),
      undefined,
      { "x-request-id": "019a0000-0000-7000-8000-000000000000" },
    );
  };

  test.each([
    ["customer", "/"],
    ["staff", "/admin/sign-in"],
  ] as const)(
    "says so to a %s with Retry-After, counts nothing, and later leads back",
    async (side, back) => {
      await exhaust(`${side}_sign_in.begin`, "192.0.2.7");
      // At the limit is not over it.
      expect((await ask("192.0.2.7", side)).status).toBe(303);
      await countSignIn(portal.services, `${side}_sign_in.begin`, "192.0.2.7");
      await portal.advance(20);
      const [answer] = await times(3, () => ask("192.0.2.7", side));
      expect(answer?.status).toBe(429);
      const seconds = Number(answer?.headers.get("retry-after"));
      expect(seconds).toBeGreaterThan(30);
      expect(seconds).toBeLessThanOrEqual(40);
      expect(answer?.headers.get("cache-control")).toContain("no-store");
      const page = (await answer?.text()) ?? "";
      expect(page).toContain(`Wait ${seconds} seconds, then begin again.`);
      expect(page).toContain(`<a href="${back}">`);
      expect(page).toContain('<style nonce="bm9uY2U=">');
      expect(page).toContain("019a0000-0000-7000-8000-000000000000");
      await portal.advance(60);
      const after = await ask("192.0.2.7", side);
      expect([after.status, after.headers.get("location")]).toEqual([303, back]);
    },
  );
});

describe("a callback", () => {
  test("of a customer that is one too many is 429 with Retry-After, and its sign-in can still be ended", async () => {
    const { groupId } = await makeGroup(portal);
    const browser = newBrowser();
    const callback = await approve(portal, begin(portal, browser), groupId);
    const arriveFrom = async (address: string) => {
      const request = new NextRequest(callback, { headers: { cookie: cookieHeaderOf(browser) } });
      const context = contextFrom(address);
      const outcome = await endSignIn(request, context, createCustomerAuth(portal.services));
      return { outcome, response: toSignInResponse(request, outcome, context) };
    };
    await exhaust("customer_sign_in.end", "192.0.2.8");
    const { outcome, response } = await arriveFrom("192.0.2.8");
    expect(outcome.kind).toBe("limited");
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await response.text()).toContain("Too many attempts");
    const state = new URL(callback).searchParams.get("state") ?? "";
    expect(await isFlowUsed(portal.services.db, state)).toBe(false);
    expect((await arriveFrom("192.0.2.9")).outcome.kind).toBe("signed_in");
  });

  test("that comes without its flow's cookie is never counted, and writes nothing", async () => {
    const { groupId } = await makeGroup(portal);
    const callback = await approve(portal, begin(portal, newBrowser()), groupId);
    const state = new URL(callback).searchParams.get("state") ?? "";
    const endAt = (query: string) =>
      endSignIn(
        new NextRequest(`http://localhost:3000/api/auth/callback/increase${query}`),
        contextFrom("192.0.2.10"),
        createCustomerAuth(portal.services),
      );
    const statements = watchStatements();
    for (const query of ["", "?code=x", "?code=x&state=x", `?code=x&state=${state}&state=x`, "?error=x"]) {
      const outcomes = await times(mostEnds + 1, () => endAt(query));
      expect(outcomes.every(({ kind }) => kind === "failed")).toBe(true);
    }
    expect(statements()).toBe(0);
    // Whether a sign-in was ended before is read by its key, for who goes back in the history.
    expect(await times(3, () => endAt(`?code=x&state=${state}`))).toContainEqual({
      kind: "failed",
      reason: "state_unknown",
    });
    expect(statements()).toBe(3);
    expect(await windows()).toEqual([]);
  });

  test("of the staff that comes without its state's cookie is never counted, and runs no statement", async () => {
    const { callback } = await begunSignIn(portal);
    const { searchParams } = new URL(callback);
    const endAt = (query: string) =>
      endStaffSignIn(
        new NextRequest(`http://localhost:3000/api/staff/auth/callback/staff${query}`),
        contextFrom("192.0.2.17"),
        createStaffAuth(portal.services),
      );
    await portal.services.db.delete(rateLimits);
    const statements = watchStatements();
    for (const query of ["", "?code=x&state=x", `?${searchParams}`, "?error=access_denied"]) {
      const outcomes = await times(mostEnds + 1, () => endAt(query));
      expect(outcomes.every(({ kind }) => kind === "failed")).toBe(true);
    }
    expect(statements()).toBe(0);
    expect(await windows()).toEqual([]);
  });

  test("with its flow's cookie is counted however often it comes, and so is the staff's", async () => {
    const { groupId } = await makeGroup(portal);
    const browser = newBrowser();
    const callback = await approve(portal, begin(portal, browser), groupId);
    const request = new NextRequest(callback, { headers: { cookie: cookieHeaderOf(browser) } });
    const kinds = await times(mostEnds + 1, async () => {
      const context = contextFrom("192.0.2.18");
      return (await endSignIn(request, context, createCustomerAuth(portal.services))).kind;
    });
    expect([kinds[0], kinds[1], kinds.at(-2)]).toEqual(["signed_in", "failed", "failed"]);
    expect(kinds.at(-1)).toBe("limited");
    const staff = await begunSignIn(portal);
    await portal.services.db.delete(rateLimits);
    const staffRequest = new NextRequest(staff.callback, {
      headers: { cookie: cookieHeaderOf(staff.browser) },
    });
    await endStaffSignIn(staffRequest, contextFrom("192.0.2.19"), createStaffAuth(portal.services));
    expect(await windows()).toMatchObject([{ count: 1 }]);
  });

  test("of the staff that is one too many is 429 with Retry-After, and its sign-in can still be ended", async () => {
    const { browser, callback } = await begunSignIn(portal);
    const arriveFrom = async (ipAddress: string) => {
      const request = new NextRequest(callback, { headers: { cookie: cookieHeaderOf(browser) } });
      const context = contextFrom(ipAddress);
      const outcome = await endStaffSignIn(request, context, createStaffAuth(portal.services));
      return { outcome, response: toStaffSignInResponse(request, outcome, context) };
    };
    await exhaust("staff_sign_in.end", "192.0.2.11");
    const { outcome, response } = await arriveFrom("192.0.2.11");
    expect(outcome.kind).toBe("limited");
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect((await arriveFrom("192.0.2.12")).outcome.kind).toBe("signed_in");
  });

  test("writes the address into the audit log where a proxy is trusted", async () => {
    const { groupId } = await makeGroup(portal);
    const browser = newBrowser();
    const url = await approve(portal, begin(portal, browser), groupId);
    const request = new NextRequest(url, {
      headers: { cookie: cookieHeaderOf(browser), ...from("192.0.2.13") },
    });
    const context = {
      ...portal.createContext(null),
      source: readSource(request.headers, portal.services.env),
    };
    await endSignIn(request, context, createCustomerAuth(portal.services));
    const written = await portal.services.db
      .select({ ipAddress: auditEntries.ipAddress })
      .from(auditEntries)
      .where(eq(auditEntries.groupId, groupId));
    expect(written).toEqual([{ ipAddress: "192.0.2.13" }]);
    expect(readSource(request.headers, unproxied.env).ipAddress).toBeNull();
  });
});

describe("counting", () => {
  test("fifty at once on two instances are fifty", async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        countSignIn(index % 2 === 0 ? portal.services : second, "customer_sign_in.end", "192.0.2.14"),
      ),
    );
    expect(await windows()).toMatchObject([{ count: 50 }]);
  });

  test("a key that is over its limit runs no statement more until its window ends, and then counts anew", async () => {
    const attempt = () => countSignIn(portal.services, "customer_sign_in.end", "192.0.2.20");
    await exhaust("customer_sign_in.end", "192.0.2.20");
    const first = await attempt();
    const statements = watchStatements();
    const waits = await times(50, attempt);
    waits.push(await findSignInWait(portal.services, "customer_sign_in.end", "192.0.2.20"));
    expect(statements()).toBe(0);
    for (const wait of waits) {
      expect(wait?.retryAfterSeconds).toBeGreaterThan(0);
      expect(wait?.retryAfterSeconds).toBeLessThanOrEqual(first?.retryAfterSeconds ?? 0);
    }
    // Another key is another's, and another instance finds out for itself.
    expect(await countSignIn(portal.services, "customer_sign_in.end", "192.0.2.21")).toBeNull();
    expect(await countSignIn(second, "customer_sign_in.end", "192.0.2.20")).not.toBeNull();
    await portal.advance(61);
    expect(await attempt()).toBeNull();
  });

  test("keeps no address that could be read, and nothing once its window is over", async () => {
    await countSignIn(portal.services, "customer_sign_in.begin", "192.0.2.15");
    expect(await windows()).toMatchObject([{ key: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) }]);
    await sweepExpired(portal.services);
    expect(await windows()).toHaveLength(1);
    await portal.advance(61);
    await sweepExpired(portal.services);
    expect(await windows()).toEqual([]);
  });

  test("whoever has a whole /48 has more than one network, and yet no more than ten of them may", async () => {
    const limit = "customer_sign_in.begin";
    const { mostOfOne, mostOfSite } = signInLimits[limit];
    const count = (address: string) => countSignIn(portal.services, limit, address);
    await count("2001:db8:9:1::1");
    await setCount(mostOfOne);
    expect(await count("2001:db8:9:1::1")).not.toBeNull();
    expect(await count("2001:db8:9:2::1")).toBeNull();
    await setCount(mostOfSite);
    expect(await count("2001:db8:9:3::1")).not.toBeNull();
    expect(await findSignInWait(portal.services, limit, "2001:db8:9:4::1")).not.toBeNull();
    expect(await count("2001:db8:a:1::1")).toBeNull();
  });
});

test("a database that is down lets no sign-in begin, and is no limit", async () => {
  const broken = createServices(portal.services.env, createLog({ write: () => undefined }));
  await broken.db.close();
  await expect(start("192.0.2.16", broken)).rejects.not.toMatchObject({ digest: expect.anything() });
});

test("ordinary sign-ins, one after the other, meet no limit", async () => {
  const { groupId } = await makeGroup(portal);
  for (let done = 0; done < 3; done += 1) {
    const browser = newBrowser();
    const outcome = await arrive(portal, browser, await approve(portal, begin(portal, browser), groupId));
    expect(outcome.kind).toBe("signed_in");
    expect(await beginStaff(portal, newBrowser())).not.toBeNull();
  }
});
