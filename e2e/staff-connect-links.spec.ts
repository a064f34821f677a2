import type { Browser, Page } from "@playwright/test";
import { approve, chooseGroup, expect, failedUrl, portalUrl, signInStaff, test } from "./fixtures";
import { accounts } from "./group-page";
import { connectGroup, connectionPath, openBrowser } from "./staff";

type Wanted = { note: string; scope?: string; days?: string };

const links = (page: Page) => page.getByRole("region", { name: /links/i });
const rowOf = (page: Page, note: string) => links(page).getByRole("row").filter({ hasText: note });

/** On a page with a form for links. Returns the new link's path. */
async function makeLink(page: Page, { note, scope = "Read only", days = "7 days" }: Wanted): Promise<string> {
  await links(page).getByLabel("Whom it is for").fill(note);
  await links(page).getByLabel("Scope").selectOption(scope);
  await links(page).getByLabel("Good for").selectOption(days);
  await links(page).getByRole("button", { name: "Make a link" }).click();
  const made = links(page).locator("output code");
  await expect(made).toHaveText(new RegExp(`^${portalUrl}/connect/[0-9a-f-]{36}$`));
  await expect(rowOf(page, note)).toContainText("Open");
  return new URL(await made.innerText()).pathname;
}

async function openLink(browser: Browser, path: string, javaScriptEnabled: boolean): Promise<Page> {
  const page = await openBrowser(browser, javaScriptEnabled);
  await page.goto(path);
  return page;
}

async function follow(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue with Increase" }).click();
  await page.waitForURL(/\/oauth\/authorization\?/);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a link for a first connection connects the customer who follows it, once", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
    }) => {
      const operator = await makeStaff("operator");
      await signInStaff(page, operator, "/admin/connect-links");
      const note = `A new customer ${group.groupId}`;
      const path = await makeLink(page, { note });
      const customer = await openLink(browser, path, javaScriptEnabled);
      await expect(customer.getByText("Access is read only")).toBeVisible();
      // Somebody who only looks, or a program that previews it, must not use it up.
      await customer.reload();
      await follow(customer);
      await approve(customer, group);
      await expect(accounts(customer).getByText(group.accountIds[0] ?? "")).toBeVisible();

      const again = await openLink(browser, path, javaScriptEnabled);
      await expect(again.getByText("It has been used. A link works once.")).toBeVisible();
      await expect(again.getByRole("button", { name: "Continue with Increase" })).toHaveCount(0);
      await page.goto("/admin/connect-links");
      await expect(rowOf(page, note)).toContainText("Used");
      await expect(rowOf(page, note)).toContainText(group.groupId);
      await expect(rowOf(page, note)).not.toContainText(path);
      const audit = await query(
        "select action, actor_kind from audit_entries where target_id = $1 order by id",
        [path.split("/").at(-1)],
      );
      expect(audit).toEqual([
        { action: "connect_link.created", actor_kind: "staff" },
        { action: "connect_link.used", actor_kind: "customer" },
      ]);
    });

    test("a link for one group asks it for another scope, and refuses any other group", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
      simulator,
    }) => {
      const other = await simulator.makeGroup();
      await connectGroup(browser, group);
      const before = await connectionPath(query, group.groupId);
      await signInStaff(page, await makeStaff("operator"), before);
      const path = await makeLink(page, { note: "More access", scope: "Read and write", days: "1 day" });
      const customer = await openLink(browser, path, javaScriptEnabled);
      await expect(customer.getByText("This link is for one group")).toBeVisible();
      await expect(customer.getByText("Increase will ask you to allow reading and writing")).toBeVisible();
      await follow(customer);
      await chooseGroup(customer, other.groupId);
      await customer.getByRole("button", { name: "Approve" }).click();
      await customer.waitForURL(failedUrl("group_unexpected"));
      await expect(customer.getByText("You chose another group than this sign-in is for")).toBeVisible();
      expect(await query("select 1 from connections where group_id = $1", [other.groupId])).toEqual([]);

      await customer.goto(path);
      await follow(customer);
      await approve(customer, group);
      await customer.goto(`/groups/${group.groupId}/connection`);
      await expect(customer.getByText("Read and write, at most")).toBeVisible();
      const current = "select scope from connections where group_id = $1 and state = 'active'";
      expect(await query(current, [group.groupId])).toEqual([{ scope: "read_write" }]);
      const grants = await simulator.connectionsOf(group.groupId);
      expect(grants.map(({ scope }) => scope)).toContain("read_write");
      await page.goto(before);
      await expect(rowOf(page, "More access")).toContainText("Used");
    });

    test("a link that was withdrawn or ran out says so, and a sign-in under way with it is refused", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
    }) => {
      await signInStaff(page, await makeStaff("operator"), "/admin/connect-links");
      const [withdrawn, expired] = [`Withdrawn ${group.groupId}`, `Expired ${group.groupId}`];
      const path = await makeLink(page, { note: withdrawn });
      const late = await openLink(browser, path, javaScriptEnabled);
      await follow(late);
      await rowOf(page, withdrawn).getByRole("button", { name: "Withdraw" }).click();
      await expect(rowOf(page, withdrawn)).toContainText("Withdrawn");
      await expect(rowOf(page, withdrawn).getByRole("button")).toHaveCount(0);
      await chooseGroup(late, group.groupId);
      await late.getByRole("button", { name: "Approve" }).click();
      await late.waitForURL(failedUrl("link_unusable"));
      await late.goto(path);
      await expect(late.getByText("The platform has withdrawn it.")).toBeVisible();

      const second = await makeLink(page, { note: expired, days: "30 days" });
      await query("update connect_links set expires_at = now() - interval '1 second' where note = $1", [
        expired,
      ]);
      await late.goto(second);
      await expect(late.getByText("Its time is over.")).toBeVisible();
      await page.goto("/admin/connect-links");
      await expect(rowOf(page, expired)).toContainText("Ran out");
      expect(await query("select 1 from connections where group_id = $1", [group.groupId])).toEqual([]);
    });
  });
}

test("a viewer sees the links and can neither make nor withdraw one", async ({
  page,
  browser,
  group,
  makeStaff,
}) => {
  const operator = await openBrowser(browser);
  await signInStaff(operator, await makeStaff("operator"), "/admin/connect-links");
  const note = `Seen by a viewer ${group.groupId}`;
  await makeLink(operator, { note });
  await signInStaff(page, await makeStaff("viewer"), "/admin/connect-links");
  await expect(rowOf(page, note)).toContainText("Open");
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
});
