import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createCustomerAuth } from "../auth/customer-auth";
import { staffSessionCookieName } from "../auth/cookie-names";
import { peekCustomerActor, peekStaffActor } from "../auth/peek-actor";
import { changesRoute } from "./changes-route";
import { beginGroupView } from "../connections";
import type { IncreaseEnvironment } from "../increase";
import { deliver, makeEvent, processAll } from "../testing/deliveries";
import { connectGroup, newBrowser, type TestBrowser } from "../testing/sign-in";
import { makeStaff } from "../testing/staff";
import { inRequestOf } from "../testing/staff-headers";
import { readStaffActor } from "../testing/staff-sign-in";
import { siteOrigin, startTestPortal, type TestPortal } from "../testing/test-portal";

vi.mock("next/headers", () => import("../testing/staff-headers"));

let portal: TestPortal;

beforeEach(async () => {
  portal = await startTestPortal();
});
afterEach(() => portal.close());

const sides = { customer: peekCustomerActor, staff: peekStaffActor };
type Asked = { side?: keyof typeof sides; query?: string; ifNoneMatch?: string };

/** The browser asks whether its page of the group is up to date. */
function ask(browser: TestBrowser, groupId: string, asked: Asked = {}): Promise<Response> {
  const { side = "customer", query = "", ifNoneMatch } = asked;
  const handle = changesRoute(async () => portal.createContext(await sides[side](portal.services)));
  const headers = new Headers(ifNoneMatch === undefined ? {} : { "if-none-match": ifNoneMatch });
  const request = new Request(`${siteOrigin}/groups/${groupId}/changes${query}`, { headers });
  return inRequestOf(browser, () => handle(request, { params: Promise.resolve({ group_id: groupId }) }));
}

async function change(groupId: string, environment: IncreaseEnvironment = "live") {
  await deliver(portal, makeEvent(), { groupId, environment });
  await processAll(portal);
}

/** One of the staff with a look at the group open, and their browser. */
async function openView(groupId: string) {
  const { actor, sessionToken } = await makeStaff(portal, "operator");
  const look = { id: uuidv4(), groupId, reason: "The customer asked on the phone." };
  await beginGroupView(portal.createContext(actor), look);
  const browser = newBrowser();
  browser.cookies.set(staffSessionCookieName(portal.services.env.AUTH_URL), sessionToken);
  return { actor, browser };
}

const endRow = z.object({ rows: z.tuple([z.object({ end: z.string() })]) });

async function idleEndOf(table: "sessions" | "staff_sessions", owner: string): Promise<string> {
  const column = sql.identifier(table === "sessions" ? "user_id" : "staff_id");
  const answer = await portal.services.db.execute(
    sql`select idle_expires_at::text as end from ${sql.identifier(table)} where ${column} = ${owner}`,
  );
  return endRow.parse(answer).rows[0].end;
}

describe("the answer", () => {
  test("is the version with its tag, and 304 to whoever has that already", async () => {
    const { groupId, browser } = await connectGroup(portal);
    const first = await ask(browser, groupId);
    expect([first.status, await first.json()]).toEqual([200, { version: 0 }]);
    expect(first.headers.get("etag")).toBe('"live-0"');
    expect(first.headers.get("cache-control")).toContain("no-store");
    const same = await ask(browser, groupId, { ifNoneMatch: '"live-0"' });
    expect([same.status, await same.text(), same.headers.get("etag")]).toEqual([304, "", '"live-0"']);
    expect(same.headers.get("cache-control")).toContain("no-store");

    await change(groupId);
    const changed = await ask(browser, groupId, { ifNoneMatch: '"live-0"' });
    expect([changed.status, await changed.json()]).toEqual([200, { version: 1 }]);
    expect(changed.headers.get("etag")).toBe('"live-1"');
  });

  test("is 304 where If-None-Match names the version: alone or in a list, weak or not", async () => {
    const { groupId, browser } = await connectGroup(portal);
    const statusTo = async (ifNoneMatch: string) => (await ask(browser, groupId, { ifNoneMatch })).status;
    for (const known of ['"live-0"', 'W/"live-0"', '"old", W/"live-0" , "a,b"', "*"]) {
      expect(await statusTo(known), known).toBe(304);
    }
    for (const other of ['"live-00"', '"xlive-0"', 'W/"sandbox-0"', '"live-1", "live-2"', "live-0", ""]) {
      expect(await statusTo(other), other).toBe(200);
    }
  });

  test("is of the sandbox where that is asked for, and of live for anything else", async () => {
    const { groupId, browser } = await connectGroup(portal);
    await change(groupId, "sandbox");
    const tagOf = async (query: string) => (await ask(browser, groupId, { query })).headers.get("etag");
    expect(await tagOf("?environment=sandbox")).toBe('"sandbox-1"');
    for (const query of ["", "?environment=live", "?environment=", "?environment=Sandbox", "?x=sandbox"]) {
      expect(await tagOf(query)).toBe('"live-0"');
    }
  });

  test("is 404 for another's group and one that nobody has, and 401 without a session", async () => {
    const [mine, other] = [await connectGroup(portal), await connectGroup(portal)];
    expect((await ask(mine.browser, other.groupId)).status).toBe(404);
    expect((await ask(mine.browser, "group_unknown")).status).toBe(404);
    expect((await ask(newBrowser(), mine.groupId)).status).toBe(401);
  });

  test("is given to each side's own session alone, whatever else the browser holds", async () => {
    const { groupId, browser } = await connectGroup(portal);
    const staff = await openView(groupId);
    expect((await ask(browser, groupId, { side: "staff" })).status).toBe(401);
    expect((await ask(staff.browser, groupId)).status).toBe(401);
    expect((await ask(staff.browser, groupId, { side: "staff" })).status).toBe(200);
    const { groupId: another } = await connectGroup(portal);
    expect((await ask(staff.browser, another, { side: "staff" })).status).toBe(403);
  });
});

describe("an open page that nobody looks at", () => {
  test("does not keep its customer signed in: after 30 minutes of asking they are signed out", async () => {
    const { groupId, browser } = await connectGroup(portal);
    const end = await idleEndOf("sessions", groupId);
    const statuses: number[] = [];
    for (let minute = 1; minute <= 31; minute += 1) {
      await portal.advance(60);
      statuses.push((await ask(browser, groupId)).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 29 }, () => 200), 401, 401]);
    expect(await idleEndOf("sessions", groupId)).toBe(end);
  });

  test("does not keep one of the staff signed in either", async () => {
    const { groupId } = await connectGroup(portal);
    const { actor, browser } = await openView(groupId);
    const end = await idleEndOf("staff_sessions", actor.staffId);
    await portal.advance(29 * 60);
    expect((await ask(browser, groupId, { side: "staff" })).status).toBe(200);
    expect(await idleEndOf("staff_sessions", actor.staffId)).toBe(end);
    await portal.advance(60);
    expect((await ask(browser, groupId, { side: "staff" })).status).toBe(401);
  });

  test("asks without a trace, where opening a page moves the end of the session", async () => {
    const { groupId, browser } = await connectGroup(portal);
    const { actor, browser: staffBrowser } = await openView(groupId);
    const { db } = portal.services;
    await db.execute(sql`update sessions set idle_expires_at = now() + interval '10 minutes'`);
    await db.execute(sql`update staff_sessions set idle_expires_at = now() + interval '10 minutes'`);
    const readEnds = () =>
      Promise.all([idleEndOf("sessions", groupId), idleEndOf("staff_sessions", actor.staffId)]);
    const [end, staffEnd] = await readEnds();
    expect((await ask(browser, groupId)).status).toBe(200);
    expect((await ask(staffBrowser, groupId, { side: "staff" })).status).toBe(200);
    expect(await readEnds()).toEqual([end, staffEnd]);
    await inRequestOf(browser, () => createCustomerAuth(portal.services).auth());
    await readStaffActor(portal, staffBrowser);
    const [moved, staffMoved] = await readEnds();
    expect([moved === end, staffMoved === staffEnd]).toEqual([false, false]);
  });
});

test("a role taken away, and a session ended, count with the next question", async () => {
  const { groupId, browser } = await connectGroup(portal);
  const staff = await openView(groupId);
  const { db } = portal.services;
  await db.execute(sql`update staff set role = 'viewer' where id = ${staff.actor.staffId}`);
  expect((await ask(staff.browser, groupId, { side: "staff" })).status).toBe(403);
  await db.execute(sql`update staff set removed_at = now() where id = ${staff.actor.staffId}`);
  expect((await ask(staff.browser, groupId, { side: "staff" })).status).toBe(401);
  await db.execute(sql`delete from sessions where user_id = ${groupId}`);
  expect((await ask(browser, groupId)).status).toBe(401);
});
