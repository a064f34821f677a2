import type { Page } from "@playwright/test";
import { accountOf, idsOn, openAccount, part, row } from "./account";
import { approve, expect, notFoundOnConsole, portalUrl, signIn, signInStaff, test } from "./fixtures";
import { connectGroup } from "./staff";

// The time zone leaf then has nothing to say, and no page is made twice.
test.use({ timezoneId: "UTC" });

const parts = [
  ["Balances", "/live/accounts/*/balance", /^Read .*: Increase can’t be asked for the balances/],
  ["Balance", "/live/accounts/*/balance", "The balances could not be read"],
  ["Pending", "/live/pending_transactions", "The pending transactions could not be read"],
  ["Transactions", "/live/transactions", "The transactions could not be read"],
  ["Account numbers", "/live/account_numbers", "The account numbers could not be read"],
  ["Cards", "/live/cards", "The cards could not be read"],
] as const;

for (const [name, path, words] of parts) {
  test(`Increase failing for ${name}: that part says so, the others stand, and a retry keeps the address`, async ({
    page,
    group,
    simulator,
  }) => {
    await signIn(page, group);
    await simulator.fault(group.groupId, { path, status: 500 });
    const address = { category: "wire_transfer_intention", days: "7" };
    await openAccount(page, group, address);
    await expect(part(page, name).getByText(words)).toBeVisible();
    await expect(page.getByRole("button", { name: /Reconnect/ })).toHaveCount(0);
    // The balances were kept a moment before.
    const alerts = page.getByRole("main").getByRole("alert").filter({ hasText: "could not be read" });
    await expect(alerts).toHaveCount(1);
    for (const [other] of parts.filter(([, its]) => its !== path)) {
      await expect(part(page, other).getByText("could not be read")).toHaveCount(0);
    }
    await simulator.clearFaults(group.groupId);
    await alerts.getByRole("link", { name: "Try again" }).click();
    await expect(alerts).toHaveCount(0);
    expect(new URL(page.url()).search).toBe(`?${new URLSearchParams(address)}`);
    await expect(page.getByLabel("Category")).toHaveValue(address.category);
  });
}

test("Increase down: the account as it was kept, with its age; with nothing kept, words and a retry", async ({
  page,
  group,
  simulator,
  query: ask,
}) => {
  await signIn(page, group);
  await simulator.fault(group.groupId, { path: "/live/**", status: 503 });
  await ask(
    "delete from kept_accounts where connection_id in (select id from connections where group_id = $1)",
    [group.groupId],
  );
  const answer = await page.goto(accountOf(group));
  expect(answer?.status()).toBe(200);
  await expect(page.getByText("The account could not be read")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("$");
  await simulator.clearFaults(group.groupId);
  await page.goto(`/groups/${group.groupId}`);
  await expect
    .poll(() =>
      ask(
        "select 1 from kept_accounts join connections on connections.id = connection_id where group_id = $1",
        [group.groupId],
      ),
    )
    .toHaveLength(1);
  await simulator.fault(group.groupId, { path: "/live/**", status: 503 });
  await openAccount(page, group);
  await expect(page.getByText("This is not up to date")).toBeVisible();
  await expect(part(page, "Balances").getByText(/^Read .*: Increase can’t be asked/)).toBeVisible();
  await expect(part(page, "Balances")).toContainText("$");
  await expect(part(page, "Transactions").getByText("The transactions could not be read")).toBeVisible();
  await expect(page.getByRole("button", { name: /Reconnect/ })).toHaveCount(0);
});

test("a token that Increase refuses asks to reconnect, once, and comes back to this page", async ({
  page,
  group,
  simulator,
}) => {
  await signIn(page, group);
  await simulator.fault(group.groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
  const answer = await page.goto(`${accountOf(group)}?q=rent`);
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole("button", { name: "Reconnect with Increase" })).toHaveCount(1);
  await simulator.clearFaults(group.groupId);
  await page.getByRole("button", { name: "Reconnect with Increase" }).click();
  await approve(page, group);
  await expect(page).toHaveURL(`${portalUrl}${accountOf(group)}?q=rent`);
  await expect(page.getByLabel("Description or any detail")).toHaveValue("rent");
});

test("a sign-in from a page with more filters than it can carry comes back to the account", async ({
  page,
  group,
}) => {
  const filters = "category=wire_transfer_intention&from=2026-11-01&to=2026-11-30&min=100&q=rent";
  await signIn(page, group, `${accountOf(group)}?${filters}`);
  await expect(page).toHaveURL(`${portalUrl}${accountOf(group)}`);
});

test("a category that Increase refuses is named as such, and can be cleared", async ({ page, group }) => {
  await signIn(page, group);
  await openAccount(page, group, { category: "no_such_category" });
  await expect(page.getByText("This filter was not accepted")).toBeVisible();
  await page.getByRole("main").getByText("Clear filters").last().click();
  await expect(row(page).first()).toBeVisible();
});

test("a side that there is not is said to be the live one, once, with the account and without it", async ({
  page,
  group,
  simulator,
  query: ask,
}) => {
  await signIn(page, group);
  await openAccount(page, group, { environment: "moon" });
  await expect(page.getByText("ignored: environment. This is the live side.")).toHaveCount(1);
  await expect(page.getByText("not understood and are ignored")).toHaveCount(1);
  await simulator.fault(group.groupId, { path: "/live/**", status: 503 });
  await ask(
    "delete from kept_accounts where connection_id in (select id from connections where group_id = $1)",
    [group.groupId],
  );
  await openAccount(page, group, { environment: "moon" });
  await expect(page.getByText("The account could not be read")).toBeVisible();
  await expect(page.getByText("ignored: environment. This is the live side.")).toHaveCount(1);
});

/** How far the page is wider than the window, and how many of its large amounts run into one another. */
async function crowding(page: Page): Promise<{ overflow: number; overlaps: number }> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll("main dl .text-figure")].map((each) =>
      each.getBoundingClientRect(),
    );
    const isOver = (a: DOMRect, b: DOMRect) =>
      a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const overlaps = boxes.filter((a, index) => boxes.slice(index + 1).some((b) => isOver(a, b))).length;
    return { overflow: document.documentElement.scrollWidth - window.innerWidth, overlaps };
  });
}

for (const width of [320, 640, 768, 1440]) {
  test(`at ${width} px large amounts, long states and a blank name have room`, async ({
    page,
    group,
    simulator,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    const { groupId, accountIds } = group;
    const accountId = accountIds[0] ?? "";
    const status = "temporarily_suspended_pending_review_by_compliance";
    await simulator.changeAccount(groupId, accountId, { status, name: " " });
    const cents = { current_balance: -12_356_363_428, available_balance: -12_356_363_428 };
    await simulator.fault(groupId, {
      path: `/live/accounts/${accountId}/balance`,
      status: 200,
      answer: { type: "balance_lookup", account_id: accountId, ...cents },
    });
    await signIn(page, group);
    await expect(page.getByRole("link", { name: "Without a name" }).first()).toBeVisible();
    await expect(page.getByText("−$123,563,634.28").first()).toBeVisible();
    await expect(page.getByText(status).first()).toBeVisible();
    expect(await crowding(page)).toEqual({ overflow: 0, overlaps: 0 });
    await simulator.changeAccount(groupId, accountId, { extra: { funding: "loan" } });
    await openAccount(page, group);
    const numberId = await page.locator('input[name="account_number_id"]').first().inputValue();
    await simulator.changeAccountNumber(groupId, numberId, { status });
    await openAccount(page, group);
    await expect(page.getByRole("heading", { name: "Without a name" })).toBeVisible();
    await expect(part(page, "Balances").getByText("$123,563,634.28")).toHaveCount(3);
    await expect(part(page, "Account numbers").getByText(/^Temporarily suspended pending/)).toBeVisible();
    expect(await crowding(page)).toEqual({ overflow: 0, overlaps: 0 });
  });
}

test.describe("what is not found", () => {
  test.use({ expectedErrors: [notFoundOnConsole] });

  test("a group and an account that are not the customer's have the title of what is not found", async ({
    page,
    group,
  }) => {
    await signIn(page, group);
    for (const path of ["/groups/group_unknown", `/groups/${group.groupId}/accounts/account_unknown`]) {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(404);
      await expect(page).toHaveTitle("Not found · Portal");
    }
  });
});

test("a malformed filter is ignored with a notice, and a lost place leads back", async ({ page, group }) => {
  await signIn(page, group);
  await openAccount(page, group, { from: "yesterday", min: "a lot", nonsense: "1" });
  await expect(page.getByText(/not understood and are ignored: from, min, nonsense/)).toBeVisible();
  await expect(row(page).first()).toBeVisible();
  await openAccount(page, group, { place: "nowhere" });
  await expect(page.getByText("This address names no place in the list")).toBeVisible();
  await page.getByRole("link", { name: "First page" }).click();
  await expect(row(page).first()).toBeVisible();
  await openAccount(page, group, { q: "no such words" });
  await expect(page.getByText("No transactions fit these filters")).toBeVisible();
});

test("a search that stops on its way says how far it came, and goes further", async ({ page, simulator }) => {
  const group = await simulator.makeGroup({ accounts: 1, transactions_per_account: 620 });
  await signIn(page, group);
  await openAccount(page, group, { q: "no such words" });
  await expect(page.getByText("Nothing found so far")).toBeVisible();
  await expect(page.getByText(/^Searched back to \w+day, \d+ \w+ \d{4}$/)).toBeVisible();
  await page.getByRole("link", { name: "Search further" }).click();
  await page.waitForURL(/q=no\+such\+words.*place=/);
  await expect(page.getByText("No further transactions fit these filters")).toBeVisible();
});

test("the file has the filters of the page", async ({ page, group, simulator }) => {
  const accountId = group.accountIds[0] ?? "";
  await simulator.addTransaction(group.groupId, { account_id: accountId, description: "Marzipan" });
  await signIn(page, group);
  await openAccount(page, group, { q: "marzipan", days: "7" });
  const href = (await page.getByRole("link", { name: "Download as CSV" }).getAttribute("href")) ?? "";
  expect(href).toBe(`${accountOf(group)}/transactions.csv?q=marzipan`);
  const file = await (await page.request.get(href)).text();
  expect(file.trim().split("\n")).toHaveLength(2);
  expect(file).toContain("Marzipan");
});

test("money that comes in shows on the open page; panels, filter and focus stay", async ({
  page,
  group,
  simulator,
}) => {
  await signIn(page, group);
  await openAccount(page, group);
  const opened = row(page).last();
  await opened.locator("summary").click();
  const id = await opened.getByText(/^transaction_/).innerText();
  await page.getByLabel("Description or any detail").fill("half a w");
  const { id: added } = await simulator.addTransaction(group.groupId, { account_id: group.accountIds[0] });
  await expect.poll(() => idsOn(page), { timeout: 30_000 }).toContain(added);
  await expect(page.getByText(id, { exact: true })).toBeVisible();
  await expect(page.getByLabel("Description or any detail")).toHaveValue("half a w");
  await expect(page.getByLabel("Description or any detail")).toBeFocused();
});

test("the sandbox has accounts of its own, and says so in the title and over the page", async ({
  page,
  group,
}) => {
  await signIn(page, group);
  await page.goto(`${accountOf(group)}?environment=sandbox`);
  await page.getByRole("link", { name: "Open the group’s sandbox" }).click();
  await page.waitForURL(`**/groups/${group.groupId}?environment=sandbox`);
  await page.getByRole("button", { name: "Mint a sandbox token" }).click();
  await page.locator('#main a[href*="/accounts/"]').first().click();
  await page.waitForURL(/\/accounts\/\w+\?environment=sandbox$/);
  expect(await page.title()).toMatch(/^Sandbox · /);
  await expect(page.getByText("No real money")).toBeVisible();
  for (const link of await page.locator('#main a[href*="/groups/"]').all()) {
    expect(await link.getAttribute("href")).toContain("environment=sandbox");
  }
});

test("the staff see it after giving a reason, can change nothing, and are shown no number", async ({
  page,
  browser,
  group,
  makeStaff,
}) => {
  await connectGroup(browser, group);
  const path = `/admin${accountOf(group)}`;
  await signInStaff(page, await makeStaff("operator"), path);
  await expect(page.getByText("You are about to see a customer’s accounts and balances")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("$");
  await page.getByLabel("Why").fill("They asked about a balance");
  await page.getByRole("button", { name: "Show what the customer sees" }).click();
  await expect(page.getByText("You see this as staff, and can change nothing on it")).toBeVisible();
  await expect(row(page).first()).toBeVisible();
  await expect(part(page, "Account numbers").getByRole("row").nth(1)).toBeVisible();
  await expect(
    page.getByRole("main").locator("form:not([method=get]), button:not([type=submit])"),
  ).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Show number/ })).toHaveCount(0);
  await page.getByLabel("Description or any detail").fill("no such words");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(new RegExp(`^${portalUrl}${path}\\?`));
  await expect(page.getByText("No transactions fit these filters")).toBeVisible();
  expect(await page.title()).toContain("What the customer sees");
});
