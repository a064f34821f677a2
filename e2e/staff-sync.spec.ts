import type { Page } from "@playwright/test";
import { expect, portalUrl, signInStaff, test } from "./fixtures";

// One sync at a time is all that the portal does: these take turns.
test.describe.configure({ mode: "default" });

const section = (page: Page) => page.getByRole("region", { name: "Increase’s list against ours" });

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("an operator syncs, and is shown what only Increase has", async ({
      page,
      group,
      makeStaff,
      query,
      simulator,
    }) => {
      const oauthConnectionId = await simulator.grantElsewhere(group.groupId);
      const operator = await makeStaff("operator");
      await signInStaff(page, operator, "/admin/connections");
      await section(page).getByRole("button", { name: "Sync now" }).click();
      await expect(section(page).getByText("Synced.", { exact: true })).toBeVisible({ timeout: 15_000 });
      await expect(
        section(page).getByText(/^\d+ connections? read from Increase\. What differed:$/),
      ).toBeVisible();
      await section(page)
        .getByRole("link", { name: /are active at Increase, and held by no connection here/ })
        .click();
      await expect(page).toHaveURL(`${portalUrl}/admin/connections?status=only_at_increase`);
      await page.getByLabel("Group’s or connection’s id").fill(group.groupId);
      await page.getByRole("button", { name: "Filter" }).click();
      await expect(page).toHaveURL(new RegExp(`q=${group.groupId}`));
      const row = page.getByRole("row").filter({ hasText: group.groupId });
      await expect(row).toContainText("Only at Increase");
      await expect(row).toContainText(oauthConnectionId);
      await expect(row.getByRole("checkbox")).toHaveCount(0);
      await row.getByRole("link", { name: group.groupId }).click();
      await expect(page.getByText("Only Increase has this connection")).toBeVisible();
      const synced = await query(
        "select action from audit_entries where actor_id = $1 and action = 'connections.synced'",
        [operator.staffId],
      );
      expect(synced).toHaveLength(1);
    });
  });
}

test("a sync that takes several parts shows how far it is, and goes on by itself", async ({
  page,
  group,
  makeStaff,
  simulator,
}) => {
  // More than a page of Increase's list.
  await simulator.grantElsewhere(group.groupId, 101);
  await signInStaff(page, await makeStaff("operator"), "/admin/connections");
  let parts = 0;
  let goOn: () => void = () => undefined;
  await page.route("**/admin/connections", async (route) => {
    if (route.request().method() === "POST") {
      parts += 1;
      if (parts % 2 === 0) await new Promise<void>((resolve) => (goOn = resolve));
    }
    await route.continue();
  });
  await expect(async () => {
    parts = 0;
    // Longer than a part. Whoever asks for the list first meets it, which may be another test: then again.
    await simulator.fault(null, { path: "/live/oauth_connections", latency_ms: 2_200, times: 1 });
    await section(page).getByRole("button", { name: "Sync now" }).click();
    await expect(section(page).getByText(/^100 (read so far|of about \d+ read)$/)).toBeVisible();
  }).toPass();
  await expect(section(page).getByRole("progressbar")).toBeVisible();
  goOn();
  await expect(section(page).getByText("Synced.", { exact: true })).toBeVisible();
  await expect(section(page).getByRole("progressbar")).toHaveCount(0);
  expect(parts).toBe(2);
  await expect(section(page).getByText(/^[1-9]\d\d+ connections read from Increase\./)).toBeVisible();
});

test("Increase failing in a sync is named, and the next one goes on", async ({
  page,
  makeStaff,
  simulator,
}) => {
  await signInStaff(page, await makeStaff("operator"), "/admin/connections");
  await expect(async () => {
    await simulator.fault(null, { path: "/live/oauth_connections", status: 500, times: 1 });
    await section(page).getByRole("button", { name: "Sync now" }).click();
    await expect(section(page).getByText("What was synced before stays")).toContainText("Increase answered:");
  }).toPass();
  await expect(section(page).getByText(/^Request /)).toBeVisible();
  await section(page).getByRole("button", { name: "Sync now" }).click();
  await expect(section(page).getByText("Synced.", { exact: true })).toBeVisible();
});
