import type { Page } from "@playwright/test";
import type { LoggedRequest } from "./simulator";
import { chooseGroup, expect, failedUrl, openConsent, portalUrl, signIn, test } from "./fixtures";
import { accounts, ageKept, keptMark, readCents, totalNamed, totals, transactions } from "./group-page";

/** Calls that ran at the same time are one step; a step begins after all before it have ended. */
function countSteps(requests: LoggedRequest[]): number {
  let steps = 0;
  let stepEnd = "";
  for (const { at, finished_at: end } of requests.toSorted((a, b) => a.at.localeCompare(b.at))) {
    if (at >= stepEnd) steps += 1;
    if ((end ?? "") > stepEnd) stepEnd = end ?? "";
  }
  return steps;
}

/** Accounts and transactions at once, then the balances: each call once, and nothing else. */
function expectTwoSteps(requests: LoggedRequest[], side: "live" | "sandbox", accountIds: string[]): void {
  const balances = accountIds.map((id) => `/${side}/accounts/${id}/balance`);
  expect(requests.map(({ path }) => path).toSorted()).toEqual(
    [`/${side}/accounts`, `/${side}/transactions`, ...balances].toSorted(),
  );
  const of = (path: string) => requests.find((request) => request.path === path);
  const [list, recent] = [of(`/${side}/accounts`), of(`/${side}/transactions`)];
  expect((recent?.at ?? "9") <= (list?.finished_at ?? "")).toBe(true);
  for (const path of balances) expect((of(path)?.at ?? "") >= (list?.finished_at ?? "9")).toBe(true);
}

async function requestsOnReload(page: Page, read: () => Promise<LoggedRequest[]>): Promise<LoggedRequest[]> {
  await expect(totals(page)).toContainText("$");
  const before = (await read()).length;
  await page.reload();
  await expect(totals(page)).toContainText("$");
  await expect(transactions(page).getByRole("listitem").first()).toBeVisible();
  return (await read()).slice(before);
}

test("a page of 150 accounts makes each call once, ten at a time, in two steps", async ({
  page,
  simulator,
}) => {
  const group = await simulator.makeGroup({ accounts: 150 });
  for (const path of ["/live/accounts", "/live/accounts/*/balance"]) {
    await simulator.fault(group.groupId, { path, latency_ms: 60 });
  }
  await signIn(page, group);
  await expect(totals(page)).toContainText("100 open deposit accounts on this page");
  const requests = await requestsOnReload(page, () => simulator.requestsOf(group.groupId));
  expectTwoSteps(requests, "live", group.accountIds.toReversed().slice(0, 100));
  expect(Math.max(...requests.map(({ concurrency }) => concurrency))).toBeLessThanOrEqual(10);
});

for (const side of ["live", "sandbox"] as const) {
  test(`a page of two accounts takes two steps after the session: ${side}`, async ({
    page,
    group,
    simulator,
  }) => {
    await signIn(page, group);
    if (side === "sandbox") {
      await page.goto(`/groups/${group.groupId}?environment=sandbox`);
      await page.getByRole("button", { name: "Mint a sandbox token" }).click();
    }
    await expect(totals(page)).toContainText("$");
    await simulator.fault(group.groupId, { path: `/${side}/**`, latency_ms: 80 });
    const requests = await requestsOnReload(page, () => simulator.requestsOf(group.groupId));
    const ids = (await accounts(page).innerText()).match(/account_[a-z0-9]+|sandbox_account_[a-z0-9]+/g);
    expect(ids).toHaveLength(2);
    expectTwoSteps(requests, side, ids ?? []);
    expect(countSteps(requests)).toBeLessThanOrEqual(2);
  });
}

test("all 150 accounts can be reached page by page, each once", async ({ page, simulator }) => {
  const group = await simulator.makeGroup({ accounts: 150 });
  await signIn(page, group);
  await expect(totals(page)).toContainText("Sum of the 100 open deposit accounts on this page");
  const idsOn = async () => (await accounts(page).innerText()).match(/account_[a-z0-9]+/g) ?? [];
  const first = await idsOn();
  await accounts(page).getByRole("link", { name: "Next page" }).click();
  await page.waitForURL(/cursor=/);
  await expect(totals(page)).toContainText("Sum of the 50 open deposit accounts on this page");
  await expect(accounts(page).getByRole("link", { name: "Next page" })).toHaveCount(0);
  expect([...first, ...(await idsOn())].toSorted()).toEqual(group.accountIds.toSorted());
  await accounts(page).getByRole("link", { name: "First page" }).click();
  await expect(page).toHaveURL(`${portalUrl}/groups/${group.groupId}`);
});

test("an empty group is told that it has no accounts and no transactions", async ({ page, simulator }) => {
  const group = await simulator.makeGroup({ accounts: 0 });
  await signIn(page, group);
  await expect(page.getByText("No accounts yet")).toBeVisible();
  await expect(page.getByText("No transactions yet")).toBeVisible();
  await expect(totals(page)).toHaveCount(0);
});

test("a cursor that Increase does not know leads back to the first page", async ({ page, group }) => {
  await signIn(page, group);
  await page.goto(`/groups/${group.groupId}?cursor=nonsense`);
  await page.getByRole("link", { name: /first page/i }).click();
  await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("accounts are searched and sorted by the address alone, and closed ones are folded away", async ({
      page,
      simulator,
    }) => {
      const group = await simulator.makeGroup({ accounts: 13 });
      const [oldest = "", second = ""] = group.accountIds;
      await simulator.changeAccount(group.groupId, oldest, { status: "closed", name: "Old Operating" });
      await simulator.changeAccount(group.groupId, second, { status: "under_review", name: "Aardvark" });
      await signIn(page, group);
      const path = `/groups/${group.groupId}`;
      await page.goto(`${path}?complete=1`);
      await expect(totals(page)).toContainText("Sum of all 12 open deposit accounts");
      await expect(page.getByText("1 closed account", { exact: true })).toBeVisible();
      await expect(accounts(page).getByText(oldest)).toBeHidden();
      await page.getByText("1 closed account", { exact: true }).click();
      await expect(accounts(page).getByText(oldest)).toBeVisible();

      const names = page.locator("table").first().getByRole("rowheader").getByRole("link");
      await page.getByRole("columnheader", { name: "Account" }).getByRole("link").click();
      await expect(names.first()).toHaveText("Aardvark");
      await expect(page.getByRole("columnheader", { name: "Account" }).first()).toHaveAttribute(
        "aria-sort",
        "ascending",
      );
      await page.getByRole("columnheader", { name: "Current" }).getByRole("link").click();
      await expect(page).toHaveURL(/complete=1&sort=current&direction=descending$/);
      const amounts = await Promise.all(
        (await page.locator("table").first().getByRole("row").all())
          .slice(1)
          .map((row) => readCents(row.locator("data").first())),
      );
      expect(amounts).toEqual(amounts.toSorted((one, other) => other - one));
      expect(new Set(amounts).size).toBeGreaterThan(5);

      await page.getByLabel("Name or id of an account").fill("old op");
      await page.getByRole("button", { name: "Search" }).click();
      await expect(page).toHaveURL(/q=old\+op/);
      await expect(page).toHaveURL(/sort=current/);
      await expect(accounts(page).getByText(oldest)).toBeVisible();
      await expect(page.getByText("No open accounts fit this search")).toBeVisible();
      await page.getByRole("link", { name: "Clear" }).click();
      await expect(names.first()).toBeVisible();
      await page.goto(`${path}?q=${second.slice(-8).toUpperCase()}&complete=1`);
      await expect(names).toHaveText(["Aardvark"]);
      await page.goto(`${path}?q=nowhere`);
      await expect(page.getByText("No accounts fit this search")).toBeVisible();
    });
  });
}

test("what is malformed in the address is ignored, and said", async ({ page, group }) => {
  await signIn(page, group);
  await page.goto(`/groups/${group.groupId}?environment=moon&sort=colour&extra=1`);
  await expect(page.getByText("ignored: environment, sort, extra. This is the live side.")).toBeVisible();
  await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
});

test("a type, a bank and a status of tomorrow are shown under their own names", async ({
  page,
  group,
  simulator,
}) => {
  await simulator.changeAccount(group.groupId, group.accountIds[0] ?? "", {
    status: "under_review",
    extra: { funding: "gold_reserve", bank: "moon_bank" },
  });
  await signIn(page, group);
  const row = accounts(page)
    .getByRole("row")
    .filter({ hasText: group.accountIds[0] ?? "" });
  for (const words of ["Gold reserve", "Moon bank", "under_review"]) await expect(row).toContainText(words);
  await expect(totals(page)).toContainText("accounts of a type that this page can’t add up (Gold reserve)");
});

const outages = [
  ["500", { status: 500 }, "Increase can’t be reached right now"],
  ["429", { status: 429, retry_after: 42 }, "please try again in 42 seconds"],
  ["a dropped connection", { drop: true }, "Increase can’t be reached right now"],
  ["a malformed body", { malformed: true }, "Increase can’t be reached right now"],
  ["an HTML page", { html: true }, "Increase can’t be reached right now"],
  ["nothing in time", { latency_ms: 8_000 }, "Increase did not answer in time"],
] as const;
const refusals = [
  ["403", { status: 403 }, "Increase does not allow"],
  ["401 for our address", { status: 401, reason: "ip_not_allowed" }, "Increase refused the credentials"],
] as const;

for (const [what, fault, words] of outages) {
  test(`Increase answering the list with ${what}: what was read last is there with its age, and asks nobody to reconnect`, async ({
    page,
    group,
    simulator,
    query,
  }) => {
    await signIn(page, group);
    await expect(totals(page)).toContainText("$");
    await ageKept(query, group.groupId);
    const current = await readCents(totalNamed(page, "Current"));
    await simulator.fault(group.groupId, { path: "/live/accounts", ...fault });
    const answer = await page.goto(`/groups/${group.groupId}?sort=name`, { waitUntil: "commit" });
    expect(answer?.status()).toBe(200);
    const main = page.getByRole("main");
    const mark = keptMark(page);
    await expect(mark).toContainText(words, { timeout: 10_000 });
    await expect(mark).toContainText(/as they were read (at|on) .*\d\d:\d\d:\d\d/);
    for (const id of group.accountIds) await expect(accounts(page).getByText(id)).toBeVisible();
    expect(await readCents(totalNamed(page, "Current"))).toBe(current);
    await expect(totals(page)).toContainText(/As read (at|on) .*\d\d:\d\d:\d\d/);
    await expect(main.getByText("Active", { exact: true })).toBeVisible();
    await expect(main.getByRole("button", { name: /Reconnect/ })).toHaveCount(0);
    expect(await query("select state from connections where group_id = $1", [group.groupId])).toEqual([
      { state: "active" },
    ]);
    await expect(mark.getByRole("link", { name: "Try again" })).toHaveAttribute(
      "href",
      `/groups/${group.groupId}?sort=name`,
    );
    if (what === "429") return;
    await expect(transactions(page).getByRole("listitem").first()).toBeVisible();
    await simulator.clearFaults(group.groupId);
    await mark.getByRole("link", { name: "Try again" }).click();
    await expect(accounts(page)).toContainText(/Read from Increase at \d\d:\d\d:\d\d/);
    await expect(mark).toHaveCount(0);
  });
}

for (const [what, fault, words] of [...outages, ...refusals]) {
  test(`Increase answering the list with ${what}, and nothing kept: the page stands, and says so`, async ({
    page,
    group,
    simulator,
  }) => {
    await simulator.fault(group.groupId, { path: "/live/accounts", ...fault });
    await signIn(page, group);
    const main = page.getByRole("main");
    const failure = accounts(page).getByRole("alert");
    await expect(failure).toContainText(words, { timeout: 10_000 });
    await expect(main.getByText(group.groupId).first()).toBeVisible();
    await expect(main.getByText("Active", { exact: true })).toBeVisible();
    await expect(main.getByRole("button", { name: /Reconnect/ })).toHaveCount(0);
    await expect(main.getByText("No accounts yet")).toHaveCount(0);
    await expect(totals(page)).toHaveCount(0);
    if (what === "429") return;
    await simulator.clearFaults(group.groupId);
    await failure.getByRole("link", { name: "Try again" }).click();
    await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
  });
}

test("a slow list holds nothing back: the page is there, then the transactions, by their accounts’ names once it comes", async ({
  page,
  group,
  simulator,
}) => {
  // A name that no description has in it.
  const name = "Quillfeather Fund";
  await simulator.changeAccount(group.groupId, group.accountIds[0] ?? "", { name });
  await signIn(page, group);
  await expect(totals(page)).toContainText("$");
  await simulator.fault(group.groupId, { path: "/live/accounts", latency_ms: 4_000 });
  const begunAt = Date.now();
  await page.reload({ waitUntil: "commit" });
  expect(Date.now() - begunAt).toBeLessThan(3_500);
  await expect(transactions(page).locator("data").first()).toBeVisible();
  await expect(accounts(page)).toContainText("Being read from Increase");
  await expect(transactions(page).getByText(name)).toHaveCount(0);
  await expect(accounts(page)).toContainText(/Read from Increase at \d\d:\d\d:\d\d/);
  await expect(transactions(page).getByText(name).first()).toBeAttached();
});

test("the last transactions away: they say so, and the rest stands", async ({ page, group, simulator }) => {
  await simulator.fault(group.groupId, { path: "/live/transactions", status: 500 });
  await signIn(page, group);
  await expect(transactions(page).getByRole("alert")).toContainText(
    "The last transactions could not be read",
  );
  await expect(totals(page)).toContainText("$");
  await simulator.clearFaults(group.groupId);
  await transactions(page).getByRole("link", { name: "Try again" }).click();
  await expect(transactions(page).getByRole("listitem").first()).toBeVisible();
});

test("one balance that is missing is called unavailable, and no wrong total is shown", async ({
  page,
  group,
  simulator,
}) => {
  await simulator.fault(group.groupId, {
    path: `/live/accounts/${group.accountIds[0]}/balance`,
    status: 500,
  });
  await signIn(page, group);
  const row = page.getByRole("row").filter({ hasText: group.accountIds[0] ?? "" });
  await expect(row.getByText("unavailable").first()).toBeVisible();
  await expect(page.getByText("Total unavailable: 1 balance could not be read.")).toBeVisible();
  await expect(totals(page).locator("data")).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: group.accountIds[1] ?? "" })).toContainText("$");
});

test("one balance that is kept is marked in its cell and in the sum", async ({
  page,
  group,
  simulator,
  query,
}) => {
  await signIn(page, group);
  await expect(totals(page)).toContainText("$");
  const current = await readCents(totalNamed(page, "Current"));
  await ageKept(query, group.groupId);
  await simulator.fault(group.groupId, {
    path: `/live/accounts/${group.accountIds[0]}/balance`,
    status: 500,
  });
  await page.reload();
  const row = (id = "") => page.getByRole("row").filter({ hasText: id });
  await expect(row(group.accountIds[0]).getByText(/^read (at|on) .*\d\d:\d\d:\d\d/)).toHaveCount(2);
  await expect(row(group.accountIds[1])).toContainText("$");
  await expect(row(group.accountIds[1]).getByText(/^read/)).toHaveCount(0);
  await expect(totals(page)).toContainText(/1 balance in it was read (at|on) .*\d\d:\d\d:\d\d/);
  expect(await readCents(totalNamed(page, "Current"))).toBe(current);
});

test("a token that Increase refuses asks to reconnect; the page stands", async ({
  page,
  group,
  simulator,
}) => {
  await signIn(page, group);
  await simulator.fault(group.groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
  const answer = await page.reload();
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole("button", { name: "Reconnect with Increase" }).first()).toBeVisible();
});

test.describe("the page's time zone", () => {
  test.use({ timezoneId: "America/New_York" });

  test("is the browser's, and is named beside the days", async ({ page, group }) => {
    await signIn(page, group);
    await expect(transactions(page)).toContainText("Days and times are New York time (UTC−");
  });
});

for (const [path, fault, reason] of [
  ["/live/oauth/tokens", { status: 500 }, "increase_unavailable"],
  ["/live/oauth/tokens", { latency_ms: 8_000 }, "increase_timeout"],
  ["/live/oauth/tokens", { status: 401 }, "platform_key_refused"],
  ["/live/groups/current", { status: 500 }, "increase_unavailable"],
  ["/live/groups/current", { latency_ms: 8_000 }, "increase_timeout"],
  ["/live/groups/current", { status: 401 }, "token_refused"],
] as const) {
  test(`a sign-in in which ${path} answers ${JSON.stringify(fault)} ends at ${reason}, with nothing stored`, async ({
    page,
    group,
    simulator,
    query,
  }) => {
    await simulator.fault(group.groupId, { path, ...fault });
    await openConsent(page);
    await chooseGroup(page, group.groupId);
    await page.getByRole("button", { name: "Approve" }).click();
    await page.waitForURL(failedUrl(reason));
    expect(await query("select id from connections where group_id = $1", [group.groupId])).toEqual([]);
  });
}
