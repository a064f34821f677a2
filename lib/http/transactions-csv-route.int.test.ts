import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { rateLimits } from "@/db/schema";
import { staffSessionCookieName } from "../auth/cookie-names";
import { readAccount } from "../banking";
import { mintOwnSandboxToken } from "../connections";
import { actLimits } from "../rate-limit";
import { addTransaction, customerIn, ledgerIn, postingsOf } from "../testing/bank-data";
import { callsTo, clearFaults } from "../testing/connection-acts";
import { connectGroup, newBrowser } from "../testing/sign-in";
import { makeStaff } from "../testing/staff";
import { inRequestOf } from "../testing/staff-headers";
import { siteOrigin, startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  begin,
  columns,
  download,
  exportsOf,
  idsIn,
  lookAt,
  makeBrowsedAccount,
  transactionsPath,
} from "../testing/transaction-files";
import { transactionsCsvRoute } from "./transactions-csv-route";

vi.mock("next/headers", () => import("../testing/staff-headers"));

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

describe("the file", () => {
  test("has every transaction, newest first, with its amount in major units, and its day as the page counts it", async () => {
    const account = await makeBrowsedAccount(portal, 0);
    const createdAt = new Date("2026-11-21T03:04:05Z");
    const source = { category: "quantum_transfer", quantum_transfer: {} };
    const made = await addTransaction(portal, {
      ...account,
      amountCents: -123_456,
      createdAt,
      source,
      description: 'Rent, "November"',
    });
    account.browser.cookies.set("time_zone", "America/New_York");
    const answer = await download(account);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toMatch(
      new RegExp(`^attachment; filename="transactions-${account.accountId}-\\d{4}-\\d\\d-\\d\\d\\.csv"$`),
    );
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const [posting] = postingsOf(portal, account.groupId, account.accountId);
    expect(await answer.text()).toBe(
      [
        columns,
        `${made.id},2026-11-21T03:04:05.000Z,2026-11-20,"Rent, ""November""",quantum_transfer,-1234.56,USD,${posting?.routeId ?? ""},${account.accountId}`,
        "",
      ].join("\n"),
    );
  });

  test("runs nothing in a program for tables, whatever a description says", async () => {
    const account = await makeBrowsedAccount(portal, 0);
    const description = '=HYPERLINK("https://evil.example","x")';
    await addTransaction(portal, { ...account, amountCents: -5, description });
    await addTransaction(portal, { ...account, amountCents: -5, description: "-1+1" });
    const csv = await (await download(account)).text();
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
    expect(csv).toContain(",'-1+1,");
    expect(csv).toContain(",-0.05,USD,");
  });

  test("is what the filters let through, without the bound of a page's search", async () => {
    const account = await makeBrowsedAccount(portal, 1_234);
    await addTransaction(portal, {
      ...account,
      amountCents: 77,
      createdAt: new Date("2024-01-01T00:00:00Z"),
      description: "the oldest of all",
    });
    const query = "?q=OLDEST&min=0.77&max=0.77&place=ignored&days=90";
    const csv = await (await download(account, { query })).text();
    expect(csv.trimEnd().split("\n")).toHaveLength(2);
    expect(csv).toContain(",the oldest of all,");
    const none = await (await download(account, { query: "?from=2023-01-01&to=2023-12-31" })).text();
    expect(none).toBe(`${columns}\n`);
  });

  test("is given as often as one may act; then it says when to come back, and nothing is noted", async () => {
    const account = await makeBrowsedAccount(portal, 1);
    expect((await download(account)).status).toBe(200);
    await portal.services.db.update(rateLimits).set({ count: actLimits["act.session"].most });
    const refused = await download(account);
    expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
    expect(await refused.json()).toMatchObject({ error: { code: "rate_limited" } });
    expect(await exportsOf(account)).toHaveLength(1);
  });

  test("is noted once, with its filters, before its first row", async () => {
    const account = await makeBrowsedAccount(portal, 3);
    const { reader } = await begin(await download(account, { query: "?category=other&q=rent" }));
    const [entry, ...more] = await exportsOf(account);
    await reader.cancel();
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      actor_kind: "customer",
      actor_id: account.groupId,
      target_id: account.accountId,
      after: { environment: "live", filter: { category: "other", text: "rent" }, timeZone: "UTC" },
    });
  });

  test("of the sandbox says so in its name", async () => {
    const { groupId, browser } = await connectGroup(portal);
    const context = portal.createContext(await customerIn(portal, browser));
    await mintOwnSandboxToken(context, { groupId, actId: uuidv4() });
    const accountId = ledgerIn(portal, groupId, "sandbox").accounts[0]?.value.id ?? "";
    const answer = await download({ portal, groupId, accountId, browser }, { query: "?environment=sandbox" });
    expect(answer.headers.get("content-disposition")).toContain(`"sandbox-transactions-${accountId}-`);
    expect(idsIn(await answer.text())).toEqual(
      postingsOf(portal, groupId, accountId, "sandbox").map(({ id }) => id),
    );
  });
});

describe("is refused, and nothing is noted", () => {
  test.each([
    ["a filter that is malformed", "?min=ten", 400],
    ["bounds with nothing between them", "?from=2026-11-02&to=2026-11-01", 400],
    ["a parameter that is none", "?account_id=account_1", 400],
    ["an environment that is none", "?environment=sandbx", 400],
    ["a category that Increase does not know", "?category=never_heard_of", 502],
  ])("for %s", async (_name, query, status) => {
    const account = await makeBrowsedAccount(portal, 1);
    expect((await download(account, { query })).status).toBe(status);
    expect(await exportsOf(account)).toEqual([]);
  });

  test("to a HEAD, which gives out no file", async () => {
    const account = await makeBrowsedAccount(portal, 1);
    const answer = await download(account, { method: "HEAD" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET"]);
    expect(await exportsOf(account)).toEqual([]);
  });

  test.each(["cross-site", "same-site"])("to a link on another site (%s)", async (site) => {
    const account = await makeBrowsedAccount(portal, 1);
    const answer = await download(account, { headers: { "sec-fetch-site": site } });
    expect(answer.status).toBe(400);
    expect(await exportsOf(account)).toEqual([]);
  });

  test.each([
    ["an outage", { status: 503 }],
    ["a refusal", { status: 403 }],
  ])("to a browser that follows the link in %s, which is led back to the page", async (_name, fields) => {
    const account = await makeBrowsedAccount(portal, 1);
    const { groupId } = account;
    await portal.control("faults", { path: "/live/**", group_id: groupId, times: null, ...fields });
    const answer = await download(account, {
      query: "?category=other",
      headers: { "sec-fetch-mode": "navigate" },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(
      `/groups/${groupId}/accounts/${account.accountId}?category=other&file=failed`,
    );
    expect(await exportsOf(account)).toEqual([]);
  });

  test("to another group's customer, to nobody, and to each side's session on the other side", async () => {
    const [mine, other] = [await makeBrowsedAccount(portal, 1), await makeBrowsedAccount(portal, 1)];
    const staff = await lookAt(mine);
    const calls = callsTo(portal, transactionsPath);
    expect((await download({ ...mine, browser: other.browser })).status).toBe(404);
    expect((await download({ ...mine, browser: newBrowser() })).status).toBe(401);
    expect((await download(mine, { side: "staff" })).status).toBe(401);
    expect((await download(staff)).status).toBe(401);
    expect(callsTo(portal, transactionsPath)).toBe(calls);
    expect((await download(staff, { side: "staff" })).status).toBe(200);
  });

  test("to staff who have given no reason, and to a viewer", async () => {
    const mine = await makeBrowsedAccount(portal, 1);
    for (const role of ["viewer", "operator", "owner"] as const) {
      const { sessionToken } = await makeStaff(portal, role);
      const browser = newBrowser();
      browser.cookies.set(staffSessionCookieName(portal.services.env.AUTH_URL), sessionToken);
      expect((await download({ ...mine, browser }, { side: "staff" })).status).toBe(403);
    }
    expect(await exportsOf(mine)).toEqual([]);
  });

  test("for an account that is another group's, or nobody's", async () => {
    const [mine, other] = [await makeBrowsedAccount(portal, 1), await makeBrowsedAccount(portal, 1)];
    const context = portal.createContext(await customerIn(portal, other.browser));
    for (const isKnown of [false, true]) {
      if (isKnown) await readAccount(context, { ...other, environment: "live" });
      const answer = await download({ ...mine, accountId: other.accountId });
      expect(answer.status).toBe(404);
    }
    expect((await download({ ...mine, accountId: "account_unknown" })).status).toBe(404);
    expect((await download({ ...mine, accountId: '"; evil' })).status).toBe(404);
    expect(await exportsOf(mine)).toEqual([]);
  });

  test.each([{ status: 500 }, { drop: true }, { html: true }])(
    "where Increase fails at once (%o)",
    async (fault) => {
      const account = await makeBrowsedAccount(portal, 1);
      await portal.control("faults", { path: transactionsPath, ...fault });
      expect((await download(account)).status).toBe(503);
      expect(await exportsOf(account)).toEqual([]);
    },
  );

  test("where the log can't be written", async () => {
    const account = await makeBrowsedAccount(portal, 1);
    const handle = transactionsCsvRoute(async () => ({
      ...portal.createContext(await customerIn(portal, account.browser)),
      source: { ipAddress: "not an address", userAgent: null },
    }));
    const params = Promise.resolve({ group_id: account.groupId, account_id: account.accountId });
    const answer = await inRequestOf(account.browser, () =>
      handle(new Request(siteOrigin), { params }),
    ).catch(() => null);
    expect(answer?.status).not.toBe(200);
    expect(await exportsOf(account)).toEqual([]);
  });
});
