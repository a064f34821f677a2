import type { Page } from "@playwright/test";
import { expect, portalUrl, signInStaff, test } from "./fixtures";
import { actsOn, connectGroup, connectionPath, openBrowser } from "./staff";

/** On the owner's page of one person. */
async function changeRole(page: Page, role: string): Promise<void> {
  await page
    .getByRole("region", { name: /^Manage / })
    .getByLabel("Role")
    .selectOption(role);
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByText(`The role is now ${role}`)).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("another role counts from that person's next click, also on a page that was open before", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
    }) => {
      await connectGroup(browser, group);
      const [owner, person] = [await makeStaff("owner"), await makeStaff("viewer")];
      const path = await connectionPath(query, group.groupId);
      const theirs = await openBrowser(browser, javaScriptEnabled);
      await signInStaff(theirs, person, path);
      await signInStaff(page, owner, `/admin/staff?person=${person.staffId}`);
      await expect(theirs.getByRole("button", { name: "Test now" })).toHaveCount(0);
      await changeRole(page, "operator");
      await theirs.goto(path);
      await expect(theirs.getByRole("button", { name: "Test now" })).toBeVisible();

      await changeRole(page, "viewer");
      await theirs.getByRole("button", { name: "Test now" }).click();
      // The answer is the page as their role has it now, without the form.
      await expect(theirs.getByRole("button", { name: "Test now" })).toHaveCount(0);
      expect(await actsOn(query, group.groupId)).toEqual([]);
    });

    test("an owner ends somebody's sessions; their open page acts no more, and leads back after a sign-in", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
    }) => {
      await connectGroup(browser, group);
      const [owner, person] = [await makeStaff("owner"), await makeStaff("operator")];
      const path = await connectionPath(query, group.groupId);
      const theirs = await openBrowser(browser, javaScriptEnabled);
      await signInStaff(theirs, person, path);
      await signInStaff(page, owner, `/admin/staff?person=${person.staffId}`);
      await page.getByRole("button", { name: "End all their sessions" }).click();
      await expect(page.getByText("Ended 1 session.")).toBeVisible();
      await theirs.getByRole("button", { name: "Mint a sandbox token" }).click();
      await expect(theirs).toHaveURL(`${portalUrl}/admin/sign-in?callbackUrl=${encodeURIComponent(path)}`);
      expect(await actsOn(query, group.groupId)).toEqual([]);
      await theirs.getByRole("button", { name: "Continue with your company’s sign-in" }).click();
      await theirs.waitForURL(portalUrl + path);
    });
  });
}
