import { expectAccessible, expectAllAccessible } from "./accessible";
import { accountOf, openAccount, part } from "./account";
import { expect, signIn, signInStaff, test, type Group, type Query } from "./fixtures";
import { keptMark, totals } from "./group-page";
import { connectGroup, identifiedConnection, refusedOnConsole } from "./staff";

// Each looks at a dozen pages in four forms.
test.describe.configure({ timeout: 240_000 });
test.use({ expectedErrors: [refusedOnConsole] });

/** A link of each state, so that each has been looked at. */
async function insertLinks(query: Query, { groupId }: Group, staffId: string): Promise<string> {
  const [row] = await query<{ id: string }>(
    `insert into connect_links (group_id, scope, note, created_by, created_at, expires_at, used_at, revoked_at)
     select $1, 'read_only', 'For ' || state, $2, now(),
       now() + case when state = 'expired' then -1 else 1 end * interval '1 day',
       case when state = 'used' then now() end, case when state = 'revoked' then now() end
     from unnest(array['open', 'used', 'revoked', 'expired']) as named (state) returning id`,
    [groupId, staffId],
  );
  return row?.id ?? "";
}

test("no page has an accessibility fault or scrolls sideways", async ({ page, group, simulator }) => {
  for (const path of ["/", "/?signed_out=1", "/sign-in/failed?reason=denied", "/nowhere"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await signIn(page, group);
  await expect(totals(page)).toContainText("$");
  await expectAllAccessible(page);
  const home = `/groups/${group.groupId}`;
  for (const path of ["?q=nowhere", "?sort=current&q=account", "?cursor=nonsense", "?environment=moon"]) {
    await page.goto(home + path);
    await expect(page.getByText("Loading")).toHaveCount(0);
    await expectAllAccessible(page);
  }
  await page.goto(`${home}/connection?environment=sandbox`);
  await expectAllAccessible(page);
  await page.goto(`${home}?environment=sandbox`);
  await expectAllAccessible(page);
  await page.getByRole("button", { name: "Mint a sandbox token" }).click();
  await expect(totals(page)).toContainText("$");
  await expectAllAccessible(page);
  await simulator.fault(group.groupId, { path: "/live/**", status: 500 });
  await page.goto(home);
  await expect(keptMark(page)).toBeVisible();
  await expectAllAccessible(page);
  await simulator.clearFaults(group.groupId);
  await page.goto(`/groups/${group.groupId}/connection`);
  await page.getByText("Disconnect…").click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(page.getByText("Your group is disconnected.")).toBeVisible();
  await expectAccessible(page);
  await signIn(page, group);
  const active = (await simulator.connectionsOf(group.groupId)).filter(({ status }) => status === "active");
  for (const { id } of active) await simulator.deactivate(id);
  await expect(async () => {
    await page.goto("/");
    await expect(page.getByText("Your group’s access was taken back at Increase.")).toBeVisible({
      timeout: 500,
    });
  }).toPass();
  await expectAccessible(page);
});

test("no state of an account's page has an accessibility fault or scrolls sideways", async ({
  page,
  group,
  simulator,
}) => {
  const [accountId = ""] = group.accountIds;
  for (const category of ["card_settlement", "inbound_wire_transfer", "check_deposit_acceptance"]) {
    await simulator.addTransaction(group.groupId, { account_id: accountId, category });
  }
  const long = "Lebensmittelhandelsgesellschaft".repeat(4);
  await simulator.addTransaction(group.groupId, {
    account_id: accountId,
    amount: -98_765_432_109,
    description: long,
    source: {
      category: "teleport_transfer",
      teleport_transfer: { [long]: long, parts: [[{ of: long }]] },
    },
  });
  await simulator.addPendingTransaction(group.groupId, { account_id: accountId });
  await signIn(page, group);
  await openAccount(page, group, { complete: "1" });
  await part(page, "Account numbers")
    .getByRole("button", { name: /^Show number/ })
    .first()
    .click();
  await expect(part(page, "Account numbers").locator("output code")).toBeVisible();
  await expectAllAccessible(page);
  const searches: Record<string, string>[] = [
    { category: "fee_payment", route_id: "card_unknown", from: "yesterday" },
    { place: "nowhere", days: "90" },
    { environment: "sandbox" },
  ];
  for (const search of searches) {
    await openAccount(page, group, { complete: "1", ...search });
    await expectAllAccessible(page);
  }
  await page.goto(`/groups/${group.groupId}/accounts/${group.accountIds[1]}?complete=1`);
  await expectAllAccessible(page);
  await simulator.fault(group.groupId, { path: "/live/*", status: 500 });
  await openAccount(page, group, { complete: "1" });
  await expectAllAccessible(page);
  await simulator.fault(group.groupId, { path: "/live/**", status: 500 });
  await openAccount(page, group, { complete: "1" });
  await expectAllAccessible(page);
});

test("no page of the staff's has an accessibility fault or scrolls sideways", async ({
  page,
  browser,
  group,
  makeStaff,
  query,
  simulator,
}) => {
  await connectGroup(browser, group);
  const { id, oauthConnectionId } = await identifiedConnection(query, group.groupId);
  await simulator.receiveAch(group.groupId);
  const arrived = "select event_id from webhook_events where group_id = $1 and state = 'processed'";
  await expect.poll(() => query(arrived, [group.groupId])).not.toHaveLength(0);
  const [event] = await query<{ event_id: string }>(arrived, [group.groupId]);
  await query("update webhook_events set state = 'dead', failures = 8 where event_id = $1", [
    event?.event_id,
  ]);
  const owner = await makeStaff("owner");
  const linkId = await insertLinks(query, group, owner.staffId);
  const connection = `/admin/connections/${oauthConnectionId}`;
  await signInStaff(page, owner, "/admin");
  await expectAllAccessible(page);
  await page.goto(connection);
  await page.getByRole("button", { name: "Mint a sandbox token" }).click();
  await expect(page.getByText("A sandbox token was minted.")).toBeVisible();
  await simulator.fault(group.groupId, { path: "/sandbox/oauth/tokens", status: 500 });
  await page.getByRole("button", { name: "Replace the sandbox token" }).click();
  await expect(page.getByText("The sandbox token kept before is unchanged.")).toBeVisible();
  await expectAllAccessible(page);
  await query("update connections set oauth_application_id = 'other', missing_since = now() where id = $1", [
    id,
  ]);
  for (const path of [
    connection,
    "/admin/connections",
    `/admin/connections?q=${group.groupId}&attention=1&sort=group&other=1`,
    "/admin/connections?q=nothing",
    "/admin/connections?cursor=nonsense",
    "/admin/connections/connection_unknown",
    "/admin/connect-links",
    `/connect/${linkId}`,
    "/admin/events",
    `/admin/events?group_id=${group.groupId}&state=dead`,
    `/admin/events/${event?.event_id}`,
    `/admin/audit?group_id=${group.groupId}`,
    "/admin/applications",
    `/admin/groups/${group.groupId}`,
  ]) {
    await page.goto(path);
    await expectAllAccessible(page);
  }
  await page.getByLabel("Why").fill("They asked about a balance");
  await page.getByRole("button", { name: "Show what the customer sees" }).click();
  await expect(totals(page)).toContainText("$");
  await expectAllAccessible(page);
  await page.goto(`/admin/groups/${group.groupId}/connection`);
  await expectAllAccessible(page);
  await page.goto(`/admin${accountOf(group)}?complete=1`);
  await expectAllAccessible(page);
  await page.goto(`/admin/connections?q=${group.groupId}`);
  await page.getByLabel(`Select ${group.groupId}`).check();
  await page.getByRole("button", { name: "Go" }).click();
  await expect(page.getByText("Increase accepts the tokens of all 1.")).toBeVisible();
  await expectAllAccessible(page);
  await query("update staff set role = 'viewer' where id = $1", [owner.staffId]);
  await page.goto(`/admin/groups/${group.groupId}`);
  await expect(page.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
  await expectAllAccessible(page);
  await query("update webhook_events set state = 'processed', failures = 0 where event_id = $1", [
    event?.event_id,
  ]);
});

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
