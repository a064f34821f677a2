import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findNewestConnection } from "@/db/queries/connections";
import { findLiveSession } from "@/db/queries/sessions";
import { findUserByAccount } from "@/db/queries/users";
import { exchangeAuthorizationCode } from "../increase";
import { approve, arrive, begin, makeGroup, newBrowser, signIn, type TestBrowser } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import type { Secret } from "../vault";
import { hashSessionToken } from "./session-token";
import { sweepExpired } from "./sweep-expired";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

async function findSession(browser: TestBrowser) {
  const token = browser.cookies.get("authjs.session-token");
  if (token === undefined) return null;
  return findLiveSession(portal.services.db, hashSessionToken(token), portal.services.now());
}

async function fault(groupId: string, fields: Record<string, unknown>) {
  await portal.control("faults", { group_id: groupId, ...fields });
}

/** The database fails every INSERT into one table, until it is mended. */
async function refuseInserts(
  table: "sessions" | "connection_tokens",
  words: string,
): Promise<() => Promise<void>> {
  const { db } = portal.services;
  await db.execute(
    sql.raw(
      `create function refuse() returns trigger language plpgsql as 'begin raise exception ''${words}''; end'`,
    ),
  );
  await db.execute(
    sql.raw(`create trigger refuse before insert on ${table} for each row execute function refuse()`),
  );
  return async () => void (await db.execute(sql`drop function refuse cascade`));
}

describe("a sign-in that succeeds", () => {
  test("stores user, account, connection and sealed token, and starts a session", async () => {
    const { groupId } = await makeGroup(portal);
    const { outcome, browser } = await signIn(portal, groupId);
    expect(outcome).toMatchObject({ kind: "signed_in", destination: `/groups/${groupId}` });
    expect(await findSession(browser)).toMatchObject({ userId: groupId });
    expect(await findUserByAccount(portal.services.db, "increase", groupId)).toMatchObject({ id: groupId });
    const connection = await findNewestConnection(portal.services.db, groupId);
    expect(connection).toMatchObject({ state: "active", scope: "read_only", tokens: [{ generation: 1 }] });
    expect(connection?.tokens[0]?.sealed).toMatch(/^v1\.demo-only\./);
  });

  test("sends Increase the documented parameters and no others", async () => {
    const url = begin(portal, newBrowser());
    expect([...url.searchParams.keys()].toSorted()).toEqual(["client_id", "scope", "state"]);
    expect(url.searchParams.get("state")?.length).toBeLessThanOrEqual(64);
  });

  test("works where Increase does not name the group in the token response", async () => {
    const own = await startTestPortal();
    await own.setSwitch("token_response_group_id", "absent");
    const { groupId } = await makeGroup(own);
    expect((await signIn(own, groupId)).outcome.kind).toBe("signed_in");
    await own.close();
  });

  test("in ten tabs of one browser ends in ten successes", async () => {
    const { groupId } = await makeGroup(portal);
    const browser = newBrowser();
    const urls = Array.from({ length: 10 }, () => begin(portal, browser));
    const callbacks = await Promise.all(urls.map((url) => approve(portal, url, groupId)));
    const outcomes = await Promise.all(callbacks.map((callback) => arrive(portal, browser, callback)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => "signed_in"));
  });

  test("leaves at most twelve flow cookies behind, small enough for every header limit", async () => {
    const browser = newBrowser();
    for (let flow = 0; flow < 20; flow += 1) begin(portal, browser, { callbackUrl: `/${"x".repeat(99)}` });
    const flows = [...browser.cookies].filter(([name]) => name.startsWith("flow."));
    expect(flows).toHaveLength(12);
    for (const [, value] of flows) expect(value.length).toBeLessThan(300);
  });

  test("as group B while signed in as group A switches to B and ends A's session", async () => {
    const [a, b] = [await makeGroup(portal), await makeGroup(portal)];
    const { browser } = await signIn(portal, a.groupId);
    const oldToken = browser.cookies.get("authjs.session-token") ?? "";
    const { outcome } = await signIn(portal, b.groupId, { browser });
    expect(outcome).toMatchObject({ kind: "signed_in", destination: `/groups/${b.groupId}` });
    expect(await findSession(browser)).toMatchObject({ userId: b.groupId });
    const { db, now } = portal.services;
    expect(await findLiveSession(db, hashSessionToken(oldToken), now())).toBeNull();
    expect(await findUserByAccount(db, "increase", b.groupId)).toMatchObject({ id: b.groupId });
  });

  test("a second time replaces the token that is used", async () => {
    const { groupId } = await makeGroup(portal);
    await signIn(portal, groupId);
    const first = await findNewestConnection(portal.services.db, groupId);
    await signIn(portal, groupId);
    const second = await findNewestConnection(portal.services.db, groupId);
    expect(second?.id).toBe(first?.id);
    expect(second?.tokens).toMatchObject([{ generation: 2 }]);
    expect(second?.tokens[0]?.sealed).not.toBe(first?.tokens[0]?.sealed);
  });

  test("never leads off the site or to another group's page", async () => {
    const { groupId } = await makeGroup(portal);
    for (const callbackUrl of [
      "//evil.example",
      "https://evil.example/",
      "/\\evil.example",
      "/groups/group_other",
    ]) {
      const { outcome } = await signIn(portal, groupId, { callbackUrl });
      expect(outcome).toMatchObject({ kind: "signed_in", destination: `/groups/${groupId}` });
    }
    const own = `/groups/${groupId}/connection`;
    expect((await signIn(portal, groupId, { callbackUrl: own })).outcome).toMatchObject({ destination: own });
  });
});

describe("a callback that must not sign in", () => {
  async function begun() {
    const { groupId } = await makeGroup(portal);
    const browser = newBrowser();
    const callback = await approve(portal, begin(portal, browser), groupId);
    return { groupId, browser, callback };
  }

  async function expectNothingStored(groupId: string) {
    expect(await findNewestConnection(portal.services.db, groupId)).toBeNull();
  }

  test.each([
    ["state_missing", (url: URL) => url.searchParams.delete("state")],
    ["state_unknown", (url: URL) => url.searchParams.set("state", "0198a3c4-0000-7000-8000-000000000000")],
    ["state_unknown", (url: URL) => url.searchParams.set("state", "forged")],
    ["state_missing", (url: URL) => url.searchParams.append("state", "second")],
    ["denied", (url: URL) => url.searchParams.delete("code")],
    ["code_missing", (url: URL) => url.searchParams.append("code", "second")],
    ["code_refused", (url: URL) => url.searchParams.set("code", "forged")],
    ["denied", (url: URL) => url.searchParams.set("error", "access_denied")],
  ])("fails with %s and stores nothing", async (reason, change) => {
    const { groupId, browser, callback } = await begun();
    const url = new URL(callback);
    change(url);
    expect(await arrive(portal, browser, url.href)).toEqual({ kind: "failed", reason });
    await expectNothingStored(groupId);
  });

  test("another browser's callback is refused", async () => {
    const { groupId, callback } = await begun();
    expect(await arrive(portal, newBrowser(), callback)).toEqual({ kind: "failed", reason: "state_unknown" });
    await expectNothingStored(groupId);
  });

  test("a flow's cookie under another flow's name does not open", async () => {
    const { groupId, browser, callback } = await begun();
    const [[name, value] = ["", ""]] = browser.cookies;
    const other = newBrowser();
    begin(portal, other);
    const [[, otherValue] = ["", ""]] = other.cookies;
    expect(value).not.toBe(otherValue);
    browser.cookies.set(name, otherValue);
    expect(await arrive(portal, browser, callback)).toEqual({ kind: "failed", reason: "state_unknown" });
    await expectNothingStored(groupId);
  });

  test("five arrivals of one callback at once sign in once", async () => {
    const { groupId, browser, callback } = await begun();
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => arrive(portal, { cookies: new Map(browser.cookies) }, callback)),
    );
    const kinds = outcomes.map((outcome) => (outcome.kind === "failed" ? outcome.reason : outcome.kind));
    expect(kinds.toSorted()).toEqual(["signed_in", "state_used", "state_used", "state_used", "state_used"]);
    expect((await findNewestConnection(portal.services.db, groupId))?.tokens).toMatchObject([
      { generation: 1 },
    ]);
  });

  test("a used callback leads someone who is signed in to where the sign-in was going", async () => {
    const { groupId, browser, callback } = await begun();
    await arrive(portal, browser, callback);
    const session = await findSession(browser);
    const actor = { kind: "customer", groupId, sessionId: session?.id ?? "" } as const;
    const again = await arrive(portal, browser, callback, actor);
    expect(again).toEqual({ kind: "already_signed_in", destination: `/groups/${groupId}` });
    const back = await arrive(portal, newBrowser(), callback, actor);
    expect(back).toEqual({ kind: "already_signed_in", destination: `/groups/${groupId}` });
    expect(await arrive(portal, newBrowser(), callback)).toEqual({ kind: "failed", reason: "state_used" });
  });

  test("a flow older than 15 minutes has expired", async () => {
    const { browser, callback } = await begun();
    await portal.advance(16 * 60);
    expect(await arrive(portal, browser, callback)).toEqual({ kind: "failed", reason: "state_expired" });
  });

  test("an expired code is refused", async () => {
    const { groupId, browser, callback } = await begun();
    await portal.control("codes/expire", { group_id: groupId });
    expect(await arrive(portal, browser, callback)).toEqual({ kind: "failed", reason: "code_refused" });
    await expectNothingStored(groupId);
  });

  test("a sign-in meant for one group refuses another", async () => {
    const [expected, other] = [await makeGroup(portal), await makeGroup(portal)];
    const { outcome } = await signIn(portal, other.groupId, { expectedGroupId: expected.groupId });
    expect(outcome).toEqual({ kind: "failed", reason: "group_unexpected" });
    await expectNothingStored(other.groupId);
  });

  test.each([
    ["/live/oauth/tokens", { status: 500 }, "increase_unavailable"],
    ["/live/oauth/tokens", { status: 429 }, "increase_unavailable"],
    ["/live/oauth/tokens", { drop: true }, "increase_unavailable"],
    ["/live/oauth/tokens", { malformed: true }, "increase_unavailable"],
    ["/live/oauth/tokens", { html: true, status: 502 }, "increase_unavailable"],
    ["/live/oauth/tokens", { status: 401 }, "platform_key_refused"],
    ["/live/oauth/tokens", { status: 403 }, "platform_key_refused"],
    ["/live/groups/current", { status: 500 }, "increase_unavailable"],
    ["/live/groups/current", { drop: true }, "increase_unavailable"],
    ["/live/groups/current", { malformed: true }, "increase_unavailable"],
    ["/live/groups/current", { html: true, status: 200 }, "increase_unavailable"],
    ["/live/groups/current", { status: 401 }, "token_refused"],
  ])("%s answering %o fails with %s, once, and stores nothing", async (path, answer, reason) => {
    const { groupId, browser, callback } = await begun();
    await fault(groupId, { path, times: null, ...answer });
    expect(await arrive(portal, browser, callback)).toEqual({ kind: "failed", reason });
    await expectNothingStored(groupId);
  });

  test("an exchange that names one group with the token of another is refused", async () => {
    const { groupId, browser, callback } = await begun();
    const { token } = await exchangeAuthorizationCode(
      portal.services.increase,
      new URL(await approve(portal, begin(portal, newBrowser()), groupId)).searchParams.get("code") ?? "",
    );
    const { increase } = portal.services;
    const swapped = {
      ...increase,
      group: (_own: Secret, environment: "live") => increase.group(token, environment),
    };
    const other = await makeGroup(portal);
    const theirs = await approve(portal, begin(portal, browser), other.groupId);
    const tampered = {
      ...portal,
      createContext: () => ({ ...portal.createContext(null), increase: swapped }),
    };
    expect(await arrive(tampered, browser, theirs)).toEqual({ kind: "failed", reason: "group_mismatch" });
    await expectNothingStored(other.groupId);
    expect(await arrive(portal, browser, callback)).toMatchObject({ kind: "signed_in" });
  });

  test("the exchange is never retried", async () => {
    const { groupId, browser, callback } = await begun();
    await fault(groupId, { path: "/live/oauth/tokens", times: 1, status: 500 });
    expect(await arrive(portal, browser, callback)).toEqual({
      kind: "failed",
      reason: "increase_unavailable",
    });
    await expectNothingStored(groupId);
  });
});

test("over https every cookie is the host's own: a sibling's __Host- cookie is no cookie", async () => {
  const own = await startTestPortal({ env: { AUTH_URL: "https://localhost:3000" } });
  const { groupId } = await makeGroup(own);
  const { browser, outcome } = await signIn(own, groupId);
  expect(outcome).toMatchObject({
    kind: "signed_in",
    sessionCookie: expect.stringMatching(
      /^__Host-authjs\.session-token=.*; Path=\/;.*; HttpOnly; Secure; SameSite=Lax$/,
    ),
  });
  expect([...browser.cookies.keys()].every((name) => name.startsWith("__Host-"))).toBe(true);
  await own.close();
});

test("the log says what lay behind a failed sign-in", async () => {
  const { groupId } = await makeGroup(portal);
  const { db } = portal.services;
  const mend = await refuseInserts("connection_tokens", "boom");
  const { outcome } = await signIn(portal, groupId);
  await mend();
  expect(outcome).toEqual({ kind: "failed", reason: "internal" });
  expect(portal.logLines()).toContain("boom");
  expect(portal.logLines()).not.toContain("v1.demo-only.");
  expect(await findNewestConnection(db, groupId)).toBeNull();
});

test("a sweep takes what has expired, and nothing else", async () => {
  const own = await startTestPortal();
  await signIn(own, (await makeGroup(own)).groupId);
  await own.advance(24 * 60 * 60);
  const { groupId } = await makeGroup(own);
  await signIn(own, groupId);
  await sweepExpired(own.services);
  const left = await own.services.db.execute(
    sql`select (select array_agg(user_id) from sessions) as sessions, (select count(*)::int from used_flows) as flows`,
  );
  expect(left).toMatchObject({ rows: [{ sessions: [groupId], flows: 1 }] });
  await own.close();
});

test("a stop between the transaction and the session leaves a connection; the next sign-in completes it", async () => {
  const { groupId } = await makeGroup(portal);
  const { db } = portal.services;
  const mend = await refuseInserts("sessions", "gone");
  const browser = newBrowser();
  const callback = await approve(portal, begin(portal, browser), groupId);
  expect(await arrive(portal, browser, callback)).toEqual({ kind: "failed", reason: "session_not_started" });
  await mend();
  expect(await findNewestConnection(db, groupId)).toMatchObject({ state: "active" });
  expect(await findSession(browser)).toBeNull();
  const { outcome } = await signIn(portal, groupId, { browser });
  expect(outcome.kind).toBe("signed_in");
});
