import type { Page } from "@playwright/test";
import { expect, portalUrl, sessionCookie, signInStaff, test } from "./fixtures";
import { accounts, keptMark, untilKept } from "./group-page";
import { actsOn, connectGroup, connectionPath } from "./staff";

async function openView(page: Page, reason: string): Promise<void> {
  await page.getByLabel("Why").fill(reason);
  await page.getByRole("button", { name: "Show what the customer sees" }).click();
}

/** Nothing on it can be pressed that changes anything, or that signs anybody in. */
async function expectNothingToDo(page: Page): Promise<void> {
  const main = page.getByRole("main");
  await expect(main.getByText("You see this as staff, and can change nothing on it")).toBeVisible();
  // Looking for accounts changes nothing: a plain form, which asks for the page again.
  const search = main.getByRole("search");
  for (const part of ["form", "button", "input"]) {
    const all = await main.locator(part).count();
    expect(await search.locator(part).count(), part).toBe(all);
  }
  for (const form of await search.locator("form").all()) await expect(form).toHaveAttribute("method", "get");
  // What is folded away is there to be read.
  await expect(main.locator("details").locator("form, button, input")).toHaveCount(0);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("an operator sees what the customer sees, once they have said why", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
    }) => {
      await connectGroup(browser, group);
      const operator = await makeStaff("operator");
      await signInStaff(page, operator, await connectionPath(query, group.groupId));
      await page.getByRole("link", { name: "See what the customer sees" }).click();
      await expect(page.getByText("You are about to see a customer’s accounts and balances")).toBeVisible();
      expect(await page.content()).not.toContain(group.accountIds[0]);
      await openView(page, "     why     ");
      await expect(page.getByText("Say in 5 to 300 characters why.")).toBeVisible();
      expect(await actsOn(query, group.groupId)).toEqual([]);
      await openView(page, "They asked about a balance");

      await expect(page.getByText("Your reason, “They asked about a balance”")).toBeVisible();
      const whole = page.getByRole("link", { name: "Load the whole page at once" });
      if (!javaScriptEnabled && (await whole.isVisible())) await whole.click();
      for (const accountId of group.accountIds) {
        await expect(page.getByRole("row").filter({ hasText: accountId })).toContainText("$");
      }
      await expectNothingToDo(page);
      await page.getByRole("link", { name: "Connection", exact: true }).click();
      await expect(page.getByText("Read only, at most")).toBeVisible();
      await expectNothingToDo(page);

      const audit = await query(
        "select actor_id, reason from audit_entries where group_id = $1 and action = 'group.viewed'",
        [group.groupId],
      );
      expect(audit).toEqual([{ actor_id: operator.staffId, reason: "They asked about a balance" }]);

      expect(await sessionCookie(page.context())).toBeUndefined();
      await page.goto(`/groups/${group.groupId}`);
      await expect(page).toHaveURL(/\/\?callbackUrl=/);
      await page.goto(`/groups/${group.groupId}/connection`);
      await expect(page).toHaveURL(/\/\?callbackUrl=/);
    });

    test("one reason is for one group and one person, and for half an hour", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
      simulator,
    }) => {
      await connectGroup(browser, group);
      const other = await simulator.makeGroup();
      await connectGroup(browser, other);
      const operator = await makeStaff("operator");
      await signInStaff(page, operator, `/admin/groups/${group.groupId}`);
      await openView(page, "They asked about a balance");
      await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
      await page.goto(`/admin/groups/${other.groupId}`);
      await expect(page.getByLabel("Why")).toBeVisible();
      expect(await page.content()).not.toContain(other.accountIds[0]);
      await query("update group_views set expires_at = now() where staff_id = $1", [operator.staffId]);
      await page.goto(`/admin/groups/${group.groupId}`);
      await expect(page.getByLabel("Why")).toBeVisible();
      expect(await page.content()).not.toContain(group.accountIds[0]);
      await page.goto(`/admin/groups/${group.groupId}/connection`);
      await expect(page.getByLabel("Why")).toBeVisible();
    });

    test("Increase being down or refusing the token: the page stands, says so, and offers no sign-in", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
      simulator,
    }) => {
      await connectGroup(browser, group);
      await untilKept(query, group.groupId);
      await signInStaff(page, await makeStaff("operator"), `/admin/groups/${group.groupId}`);
      await simulator.fault(group.groupId, { path: "/live/**", status: 500 });
      await openView(page, "They asked about a balance");
      await expect(keptMark(page)).toContainText("These are the accounts and balances as they were read");
      await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
      await query(
        "delete from kept_accounts where connection_id in (select id from connections where group_id = $1)",
        [group.groupId],
      );
      await page.reload();
      await expect(page.getByText("The accounts could not be read")).toBeVisible();
      await expect(page.getByRole("main").getByText("Active", { exact: true })).toBeVisible();
      await expectNothingToDo(page);
      await simulator.clearFaults(group.groupId);
      await accounts(page).getByRole("link", { name: "Try again" }).click();
      await expect(page).toHaveURL(`${portalUrl}/admin/groups/${group.groupId}`);
      await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
      await simulator.fault(group.groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
      await page.goto(`/admin/groups/${group.groupId}`);
      await expect(page.getByText("Increase no longer accepts this connection")).toBeVisible();
      await expectNothingToDo(page);
    });
  });
}

test("Increase down for a connection's page: what is held here stands, and the failure is named", async ({
  page,
  browser,
  group,
  makeStaff,
  query,
  simulator,
}) => {
  await connectGroup(browser, group);
  const path = await connectionPath(query, group.groupId);
  await signInStaff(page, await makeStaff("viewer"), "/admin");
  await simulator.fault(group.groupId, { path: "/live/groups/current", status: 503 });
  await simulator.fault(null, { path: `/live/oauth_connections/${path.split("/").at(-1)}`, drop: true });
  const answer = await page.goto(path);
  expect(answer?.status()).toBe(200);
  await expect(page.getByText("Increase could not be asked")).toBeVisible();
  await expect(page.getByRole("region", { name: "This connection" })).toContainText("Increase answered:");
  await expect(page.getByRole("region", { name: "This connection" })).toContainText("Active");
  await expect(page.getByRole("region", { name: "What happened" })).toContainText("connection.connected");
});
