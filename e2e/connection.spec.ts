import { approve, expect, portalUrl, sessionCookie, signIn, test } from "./fixtures";
import { accounts } from "./group-page";

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a customer disconnects, and connects again", async ({ page, group, query }) => {
      await signIn(page, group);
      await page.getByRole("link", { name: "Connection" }).click();
      await expect(page.getByText("The grant at Increase itself stays until you revoke it")).toBeHidden();
      await page.getByText("Disconnect…").click();
      await expect(page.getByText("The grant at Increase itself stays until you revoke it")).toBeVisible();
      await page.getByRole("button", { name: "Disconnect", exact: true }).click();
      await expect(page).toHaveURL(`${portalUrl}/`);
      await expect(page.getByText("Your group is disconnected.")).toBeVisible();
      await expect(page.getByRole("link", { name: /dashboard/i }).first()).toBeVisible();
      expect(await query("select id from sessions where user_id = $1", [group.groupId])).toEqual([]);
      const tokens = await query(
        "select 1 from connection_tokens t join connections c on c.id = t.connection_id where c.group_id = $1",
        [group.groupId],
      );
      expect(tokens).toEqual([]);
      await signIn(page, group);
      const states = await query("select state from connections where group_id = $1 order by connected_at", [
        group.groupId,
      ]);
      expect(states).toEqual([{ state: "disconnected" }, { state: "active" }]);
    });

    test("ending other sessions ends theirs and keeps one's own", async ({ page, browser, group }) => {
      await signIn(page, group);
      const colleague = await browser.newContext({ baseURL: portalUrl });
      const theirPage = await colleague.newPage();
      await signIn(theirPage, group);
      await page.goto(`/groups/${group.groupId}/connection`);
      await page.getByRole("button", { name: "End other sessions" }).click();
      await expect(page.getByText(/Ended 1 other session/)).toBeVisible();
      await theirPage.goto(`/groups/${group.groupId}`);
      await expect(theirPage).toHaveURL(/\/\?callbackUrl=/);
      expect(await sessionCookie(page.context())).toBeDefined();
      await page.goto(`/groups/${group.groupId}`);
      await expect(page).toHaveURL(`${portalUrl}/groups/${group.groupId}`);
      await colleague.close();
    });
  });
}

test("Increase's id of the connection appears on its page, and every act is in the audit log", async ({
  page,
  group,
  query,
  simulator,
}) => {
  await signIn(page, group);
  const [connection] = await simulator.connectionsOf(group.groupId);
  await expect(async () => {
    await page.goto(`/groups/${group.groupId}/connection`);
    await expect(page.getByText(connection?.id ?? "")).toBeVisible({ timeout: 500 });
  }).toPass();
  const actions = await query(
    "select action, request_id is not null as traced from audit_entries where group_id = $1 order by id",
    [group.groupId],
  );
  expect(actions).toEqual([
    { action: "connection.connected", traced: true },
    { action: "connection.identified", traced: true },
  ]);
});

test("a group whose token Increase refuses is asked to reconnect, and a new sign-in heals it", async ({
  page,
  group,
  simulator,
}) => {
  await signIn(page, group);
  await simulator.fault(group.groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
  await page.reload();
  await expect(page.getByText("Increase no longer accepts this connection", { exact: true })).toBeVisible();
  await simulator.clearFaults(group.groupId);
  await page.getByRole("button", { name: "Reconnect with Increase" }).first().click();
  await approve(page, group);
  await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
  await expect(page.getByText("Increase no longer accepts this connection", { exact: true })).toHaveCount(0);
});
