import type { Page } from "@playwright/test";
import { chooseStaff, expect, portalUrl, signInStaff, test } from "./fixtures";
import {
  actsOn,
  ageSignIn,
  connectGroup,
  connectionPath,
  fact,
  identifiedConnection,
  openBrowser,
} from "./staff";

const disconnecting = (page: Page) => page.getByRole("region", { name: "Disconnect", exact: true });

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("an operator tests a connection, mints its sandbox token, replaces it and destroys it", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
      simulator,
    }) => {
      await connectGroup(browser, group);
      const [operator, path] = [await makeStaff("operator"), await connectionPath(query, group.groupId)];
      await signInStaff(page, operator, path);
      await page.getByRole("button", { name: "Test now" }).click();
      await expect(
        page.getByText(`live: Increase accepts the token and names ${group.groupId}`),
      ).toContainText("sandbox: no token is kept");
      await page.getByRole("button", { name: "Mint a sandbox token" }).click();
      await expect(page.getByText("A sandbox token was minted.")).toBeVisible();
      await expect(fact(page, "Tokens", "Sandbox")).toContainText(/Generation\s*1/);
      await page.getByRole("button", { name: "Replace the sandbox token" }).click();
      await expect(page.getByText("The sandbox token was replaced.")).toBeVisible();
      await expect(fact(page, "Tokens", "Sandbox")).toContainText(/Generation\s*2/);

      await simulator.fault(group.groupId, { path: "/sandbox/oauth/tokens", status: 500 });
      await page.getByRole("button", { name: "Replace the sandbox token" }).click();
      await expect(page.getByText("The sandbox token kept before is unchanged.")).toBeVisible();
      await expect(page.getByText(/^Request /)).toBeVisible();
      await expect(fact(page, "Tokens", "Sandbox")).toContainText(/Generation\s*2/);
      await simulator.clearFaults(group.groupId);

      await ageSignIn(query, operator);
      const destroy = async () => {
        await page.getByText("Destroy the sandbox token…").click();
        await page.getByRole("button", { name: "Destroy it" }).click();
      };
      await destroy();
      await expect(page.getByText("Please sign in once more")).toBeVisible();
      await chooseStaff(page, operator);
      await page.waitForURL(portalUrl + path);
      await expect(fact(page, "Tokens", "Sandbox")).toContainText(/Generation\s*2/);
      await destroy();
      await expect(fact(page, "Tokens", "Sandbox")).toContainText("None is kept");
      expect(await actsOn(query, group.groupId)).toEqual([
        "connection.tested",
        "sandbox_token.minted",
        "sandbox_token.replaced",
        "sandbox_token.destroyed",
      ]);
      await expect(page.getByText("sandbox_token.destroyed")).toBeVisible();
    });

    test("a double click acts once", async ({ page, browser, group, makeStaff, query, simulator }) => {
      await connectGroup(browser, group);
      await signInStaff(page, await makeStaff("operator"), await connectionPath(query, group.groupId));
      await simulator.fault(group.groupId, { path: "/sandbox/oauth/tokens", latency_ms: 300 });
      await page.getByRole("button", { name: "Mint a sandbox token" }).dblclick();
      const minted = async () => {
        const requests = await simulator.requestsOf(group.groupId);
        return requests.filter(({ path, status }) => path === "/sandbox/oauth/tokens" && status !== null);
      };
      await expect.poll(() => actsOn(query, group.groupId)).toEqual(["sandbox_token.minted"]);
      // Without JavaScript the second click's page may still be on its way.
      await expect(page.getByRole("button", { name: "Replace the sandbox token" })).toBeVisible();
      await expect(fact(page, "Tokens", "Sandbox")).toContainText(/Generation\s*1/);
      expect(await minted()).toHaveLength(1);
      expect(await actsOn(query, group.groupId)).toEqual(["sandbox_token.minted"]);
    });

    test("an operator disconnects a group by typing its id; its customer is out at their next click", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
    }) => {
      const customer = await connectGroup(browser, group);
      const operator = await makeStaff("operator");
      await signInStaff(page, operator, await connectionPath(query, group.groupId));
      await expect(disconnecting(page).getByText("The grant at Increase stands")).toBeHidden();
      const disconnect = async (typed: string) => {
        // Without JavaScript the answer is a new page, on which it is closed again.
        const field = disconnecting(page).getByLabel("To confirm, type the group’s id");
        if (!(await field.isVisible())) await page.getByText("Disconnect this group…").click();
        await field.fill(typed);
        await disconnecting(page).getByLabel("Why, for the audit log").fill("Asked for by phone");
        await page.getByRole("button", { name: "Disconnect", exact: true }).click();
      };
      await disconnect("group_other");
      await expect(page.getByText("What you typed is not this group’s id.")).toBeVisible();
      expect(await actsOn(query, group.groupId)).toEqual([]);
      await disconnect(group.groupId);
      await expect(fact(page, "This connection", "State")).toContainText("Disconnected");
      await expect(fact(page, "This connection", "State")).toContainText(
        "By staff. The grant at Increase stands until the customer revokes it there",
      );
      await expect(fact(page, "Tokens", "Live")).toContainText("None is kept");
      await expect(page.getByRole("button", { name: "Test now" })).toHaveCount(0);
      await expect(page.getByText("“Asked for by phone”")).toBeVisible();

      await customer.getByRole("link", { name: "Connection" }).click();
      await expect(customer.getByText("Your group is disconnected.")).toBeVisible();
      await expect(customer.getByText("That revoked nothing at Increase")).toBeVisible();
      const audit = await query(
        "select actor_id, reason from audit_entries where group_id = $1 and action = 'connection.disconnected'",
        [group.groupId],
      );
      expect(audit).toEqual([{ actor_id: operator.staffId, reason: "Asked for by phone" }]);
    });
  });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`on several, with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("an operator acts on three connections; the one that fails at Increase holds up no other", async ({
      page,
      browser,
      makeStaff,
      query,
      simulator,
    }) => {
      const groups = [await simulator.makeGroup(), await simulator.makeGroup(), await simulator.makeGroup()];
      const application = `application_${groups[0]?.groupId}`;
      const ids: string[] = [];
      for (const group of groups) {
        await (await connectGroup(browser, group)).context().close();
        ids.push((await identifiedConnection(query, group.groupId)).id);
      }
      await query("update connections set oauth_application_id = $1 where id = any($2::uuid[])", [
        application,
        ids,
      ]);
      const [first, failing, last] = groups.map(({ groupId }) => groupId);
      await simulator.fault(failing ?? "", { path: "/sandbox/oauth/tokens", status: 500 });
      const operator = await makeStaff("operator");
      await signInStaff(page, operator, `/admin/connections?oauth_application_id=${application}`);
      const bulk = page.getByRole("region", { name: "Act on the selected connections" });
      const result = (groupId: string | undefined) =>
        bulk.getByRole("listitem").filter({ hasText: groupId ?? "" });
      const act = async (what: string, typed = "") => {
        for (const { groupId } of groups) await page.getByLabel(`Select ${groupId}`).check();
        await bulk.getByLabel("With the selected connections").selectOption(what);
        await bulk.getByLabel("To disconnect: how many").fill(typed);
        await bulk.getByRole("button", { name: "Go" }).click();
      };

      await act("Mint or replace the sandbox token");
      await expect(bulk.getByText("Done: 2 of 3.")).toBeVisible();
      for (const groupId of [first, last]) {
        await expect(result(groupId)).toContainText("Done: A sandbox token was minted.");
      }
      await expect(result(failing)).toContainText("Not done: Increase answered:");
      await expect(result(failing)).toContainText("No sandbox token was minted.");
      await expect(page.getByRole("row").filter({ hasText: first ?? "" })).toContainText(/Yes$/);
      await expect(page.getByRole("row").filter({ hasText: failing ?? "" })).toContainText(/No$/);

      await act("Disconnect", "2");
      await expect(bulk.getByText("3 connections are chosen. Nothing was disconnected")).toBeVisible();
      await act("Disconnect", "3");
      await expect(bulk.getByText("Done: all 3.")).toBeVisible();
      await expect(page.getByRole("row").filter({ hasText: failing ?? "" })).toContainText("Disconnected");
      const disconnected = "connection.disconnected";
      expect(await actsOn(query, first ?? "")).toEqual(["sandbox_token.minted", disconnected]);
      expect(await actsOn(query, failing ?? "")).toEqual([disconnected]);
    });
  });
}

test("two operators who mint at the same moment make one token", async ({
  browser,
  group,
  makeStaff,
  query,
  simulator,
}) => {
  await connectGroup(browser, group);
  const path = await connectionPath(query, group.groupId);
  const pages = [await openBrowser(browser), await openBrowser(browser)];
  for (const page of pages) await signInStaff(page, await makeStaff("operator"), path);
  await simulator.fault(group.groupId, { path: "/sandbox/oauth/tokens", latency_ms: 500 });
  await Promise.all(pages.map((page) => page.getByRole("button", { name: "Mint a sandbox token" }).click()));
  const said = async (words: string) => {
    const seen = await Promise.all(pages.map((page) => page.getByText(words).count()));
    return seen.reduce((sum, count) => sum + count, 0);
  };
  await expect.poll(() => said("A sandbox token was minted.")).toBe(1);
  await expect.poll(() => said("Somebody is acting on this connection at this moment.")).toBe(1);
  expect(await actsOn(query, group.groupId)).toEqual(["sandbox_token.minted"]);
});
