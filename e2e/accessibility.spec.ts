import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, notFoundOnConsole, signIn, test } from "./fixtures";

test.use({ expectedErrors: [notFoundOnConsole] });

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 1440]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      test("no page has an accessibility fault or scrolls sideways", async ({ page, group, simulator }) => {
        for (const path of ["/", "/?signed_out=1", "/sign-in/failed?reason=denied", "/nowhere"]) {
          await page.goto(path);
          await expectAccessible(page);
        }
        await signIn(page, group);
        await expect(page.getByRole("row").filter({ hasText: /^Total/ })).toContainText("$");
        await expectAccessible(page);
        await page.goto(`/groups/${group.groupId}/connection`);
        await page.getByText("Disconnect…").click();
        await expectAccessible(page);
        await page.getByRole("button", { name: "Disconnect", exact: true }).click();
        await expect(page.getByText("Your group is disconnected.")).toBeVisible();
        await expectAccessible(page);
        await signIn(page, group);
        const active = (await simulator.connectionsOf(group.groupId)).filter(
          ({ status }) => status === "active",
        );
        for (const { id } of active) await simulator.deactivate(id);
        await expect(async () => {
          await page.goto("/");
          await expect(page.getByText("Your group’s access was taken back at Increase.")).toBeVisible({
            timeout: 500,
          });
        }).toPass();
        await expectAccessible(page);
      });
    });
  }
}

test("a customer signs in, looks around and signs out with the keyboard alone", async ({ page, group }) => {
  await signIn(page, group);
  const reach = async (name: RegExp) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press("Tab");
      const text = await page.evaluate(() => document.activeElement?.textContent ?? "");
      if (name.test(text)) return;
    }
    throw new Error(`${name} can't be reached with the Tab key`);
  };
  await reach(/^Connection$/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/connection$/);
  await reach(/^Disconnect…/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Disconnect", exact: true })).toBeVisible();
  await reach(/^Disconnect$/);
});
