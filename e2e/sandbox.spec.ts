import type { Page } from "@playwright/test";
import { expect, portalUrl, signIn, signInStaff, test, type Group } from "./fixtures";
import { accounts, ageKept, keptMark, totals, transactions } from "./group-page";
import { actsOn, connectGroup, connectionPath } from "./staff";

const sideOf = ({ groupId }: Group) => `/groups/${groupId}?environment=sandbox`;
const band = (page: Page) => page.getByText("Sandbox: test data of Increase’s. No real money.");
const mint = (page: Page) => page.getByRole("button", { name: "Mint a sandbox token" });
const mints =
  "select count(*)::int from audit_entries where group_id = $1 and action = 'sandbox_token.minted'";

/** Every link of the page that stays with the group leads to the same side. */
async function expectSideKept(page: Page, home: string): Promise<void> {
  const hrefs = await page
    .locator(`a[href*="${home}"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(hrefs.length).toBeGreaterThan(4);
  const others = hrefs.filter((href) => !href.includes("environment=sandbox"));
  // The switch alone leads to the other side.
  expect(others).toEqual([home]);
}

async function openView(page: Page): Promise<void> {
  await page.getByLabel("Why").fill("They asked about the sandbox");
  await page.getByRole("button", { name: "Show what the customer sees" }).click();
  await expect(page.getByText("You see this as staff, and can change nothing on it")).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a customer mints a sandbox token and sees the sandbox, which can’t be taken for the live side", async ({
      page,
      group,
      query,
    }) => {
      await signIn(page, group);
      await expect(page).toHaveTitle("Accounts · Portal");
      await expect(band(page)).toHaveCount(0);
      await page
        .getByRole("navigation", { name: "Environment" })
        .getByRole("link", { name: "Sandbox" })
        .click();
      await expect(page).toHaveURL(portalUrl + sideOf(group));
      await expect(page).toHaveTitle("Sandbox · Accounts · Portal");
      await expect(band(page)).toBeVisible();
      await expect(page.getByText("The sandbox has not been opened yet")).toBeVisible();
      await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0);
      await mint(page).click();
      await expect(page.getByText("Sandbox Operating", { exact: true }).first()).toBeVisible();
      expect(await query(mints, [group.groupId])).toEqual([{ count: 1 }]);
      await expect(page).toHaveURL(portalUrl + sideOf(group));
      await page.goto(`${sideOf(group)}&complete=1&sort=name`);
      await expect(totals(page)).toContainText("Sum of all 2 open deposit accounts");
      await expect(totals(page)).toContainText("$");
      await expect(transactions(page).getByRole("listitem").first()).toBeVisible();
      await expectSideKept(page, `/groups/${group.groupId}`);
      for (const id of group.accountIds) await expect(page.getByText(id)).toHaveCount(0);

      await page.getByRole("link", { name: "Connection", exact: true }).click();
      await expect(page).toHaveTitle("Sandbox · Connection · Portal");
      await expect(page.getByRole("region", { name: "Sandbox token" })).toContainText("Yes, encrypted");
      await page.getByRole("link", { name: "Live", exact: true }).click();
      await expect(page).toHaveTitle("Connection · Portal");
      await expect(band(page)).toHaveCount(0);
    });

    test("minting that fails says so, and the next attempt is a new one", async ({
      page,
      group,
      simulator,
      query,
    }) => {
      await simulator.fault(group.groupId, { path: "/sandbox/oauth/tokens", status: 500 });
      await signIn(page, group);
      await page.goto(`/groups/${group.groupId}/connection?environment=sandbox`);
      await mint(page).click();
      await expect(page.getByText("Increase can’t be reached right now")).toBeVisible();
      expect(await query(mints, [group.groupId])).toEqual([{ count: 0 }]);
      await simulator.clearFaults(group.groupId);
      await expect(async () => {
        if (await mint(page).isVisible()) await mint(page).click();
        await expect(page.getByRole("region", { name: "Sandbox token" })).toContainText("Yes, encrypted", {
          timeout: 2_000,
        });
      }).toPass();
      expect(await query(mints, [group.groupId])).toEqual([{ count: 1 }]);
      await page.getByRole("link", { name: "The sandbox’s accounts" }).click();
      await expect(page.getByText("Sandbox Operating", { exact: true }).first()).toBeVisible();
    });
  });
}

test("a token that the sandbox refuses is explained, with a way to another; nobody is told to reconnect", async ({
  page,
  group,
  simulator,
  query,
}) => {
  await signIn(page, group);
  await page.goto(sideOf(group));
  await mint(page).click();
  await expect(totals(page)).toContainText("$");
  for (const path of ["/sandbox/accounts**", "/sandbox/transactions", "/sandbox/groups/**"]) {
    await simulator.fault(group.groupId, { path, status: 401, reason: "deleted_credential" });
  }
  await page.reload();
  await expect(page.getByText("The sandbox refused its token")).toBeVisible();
  await expect(page.getByText("and a new one that was minted in its place as well")).toBeVisible();
  await expect(page.getByRole("main").getByText("Active", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /Reconnect/ })).toHaveCount(0);
  await expect(totals(page)).toHaveCount(0);
  await expect(transactions(page)).toHaveCount(0);
  await page.goto(`/groups/${group.groupId}`);
  await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
  await simulator.clearFaults(group.groupId);
  await page.goto(sideOf(group));
  await mint(page).click();
  await expect(totals(page)).toContainText("$");
  expect(await query("select state from connections where group_id = $1", [group.groupId])).toEqual([
    { state: "active" },
  ]);
});

test("the sandbox down: what was read last is there, marked, and nobody is told to reconnect", async ({
  page,
  group,
  simulator,
  query,
}) => {
  await signIn(page, group);
  await page.goto(sideOf(group));
  await mint(page).click();
  await expect(totals(page)).toContainText("$");
  await ageKept(query, group.groupId, "sandbox");
  await simulator.fault(group.groupId, { path: "/sandbox/**", status: 503 });
  await page.reload();
  const mark = keptMark(page);
  await expect(mark).toContainText(/as they were read (at|on) .*\d\d:\d\d:\d\d/);
  await expect(accounts(page).getByText("Sandbox Operating", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /Reconnect|Mint/ })).toHaveCount(0);
  await expect(mark.getByRole("link", { name: "Try again" })).toHaveAttribute("href", sideOf(group));
});

test("a live connection that needs a new sign-in says so on the live side alone", async ({
  page,
  group,
  simulator,
}) => {
  await signIn(page, group);
  await page.goto(sideOf(group));
  await mint(page).click();
  await expect(totals(page)).toContainText("$");
  await simulator.fault(group.groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
  await page.goto(`/groups/${group.groupId}`);
  await expect(page.getByRole("button", { name: "Reconnect with Increase" }).first()).toBeVisible();
  await page.goto(sideOf(group));
  await expect(totals(page)).toContainText("$");
  await expect(page.getByRole("button", { name: /Reconnect/ })).toHaveCount(0);
});

test("the staff are told who may mint, and where; they see the sandbox once there is a token", async ({
  page,
  browser,
  group,
  makeStaff,
  query,
}) => {
  const customer = await connectGroup(browser, group);
  const path = await connectionPath(query, group.groupId);
  const home = `/admin/groups/${group.groupId}`;
  await signInStaff(page, await makeStaff("operator"), `${home}?environment=sandbox`);
  await openView(page);
  await expect(page).toHaveTitle("Sandbox · What the customer sees · Portal");
  await expect(band(page)).toBeVisible();
  for (const place of [`${home}?environment=sandbox`, `${home}/connection?environment=sandbox`]) {
    await page.goto(place);
    await expect(page.getByText("The customer may mint one here, and an operator on")).toBeVisible();
    await expect(page.getByRole("link", { name: "the connection’s page" })).toHaveAttribute("href", path);
    await expect(mint(page)).toHaveCount(0);
  }
  expect(await actsOn(query, group.groupId)).toEqual(["group.viewed"]);
  await customer.goto(sideOf(group));
  await mint(customer).click();
  await expect(totals(customer)).toContainText("$");
  await page.goto(`${home}?environment=sandbox`);
  await expect(totals(page)).toContainText("$");
  await expect(transactions(page)).toContainText("Days and times are UTC");
  await expectSideKept(page, home);
});
