import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, portalUrl, signInStaff, test, type Query } from "./fixtures";
import { connectGroup, connectionPath, fact, identifiedConnection, refusedOnConsole } from "./staff";

/** Connections of long ago under an application of their own, which Increase has deleted since. */
async function insertOldConnections(query: Query, count: number) {
  const mark = randomUUID().slice(0, 8);
  const [application, name] = [`application_${mark}`, `Old application ${mark}`];
  await query(
    `insert into oauth_applications (id, client_id, name, status, created_at, deleted_at, seen_at)
     values ($1, $1, $2, 'deleted', '2020-01-01', '2021-01-01', now())`,
    [application, name],
  );
  const groups = Array.from(
    { length: count },
    (_, index) => `group_${mark}_${String(index).padStart(3, "0")}`,
  );
  await query(
    `insert into connections (group_id, oauth_application_id, state, scope, connected_at, state_changed_at)
     select id, $1, case when ordinal % 2 = 0 then 'disconnected' else 'deactivated' end,
       case when ordinal % 3 = 0 then 'read_write' else 'read_only' end,
       timestamptz '2020-06-01' + ordinal * interval '1 hour', timestamptz '2020-09-01'
     from unnest($2::text[]) with ordinality as named (id, ordinal)`,
    [application, groups],
  );
  return { mark, application, name, groups };
}

const table = (page: Page) =>
  page.getByRole("table", { name: "Connections, with their state and when they were used" });

async function expectListed(page: Page, groups: (string | undefined)[]): Promise<void> {
  await expect(table(page).getByRole("rowheader").getByRole("link")).toHaveText(groups.map(String));
}

async function download(page: Page): Promise<string[]> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^[a-z-]+-\d{4}-\d\d-\d\d\.csv$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8").trimEnd().split("\n");
}

async function expectNoActs(page: Page): Promise<void> {
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1 })).toBeVisible();
  // What is left is the button of the filters, where there are any.
  const buttons = await main.getByRole("button").allTextContents();
  expect(buttons.filter((text) => text.trim() !== "Filter")).toEqual([]);
  await expect(main.getByRole("checkbox", { name: /^Select/ })).toHaveCount(0);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a viewer filters, sorts and pages through the connections, all of it in the address", async ({
      page,
      makeStaff,
      query,
    }) => {
      const { application, name, groups } = await insertOldConnections(query, 60);
      await signInStaff(page, await makeStaff("viewer"), "/admin/connections");
      await page.getByLabel("Application").selectOption(`${name} (deleted)`);
      await page.getByRole("button", { name: "Filter" }).click();
      await expect(page).toHaveURL(new RegExp(`[?&]oauth_application_id=${application}(&|$)`));
      await expectListed(page, groups.toReversed().slice(0, 50));
      await expectNoActs(page);
      await page.getByRole("link", { name: "Next page" }).click();
      await expect(page).toHaveURL(/[?&]cursor=/);
      await expectListed(page, groups.toReversed().slice(50));
      await expect(page.getByRole("link", { name: "Next page" })).toHaveCount(0);
      await page.getByRole("link", { name: "First page" }).click();
      await expect(page).not.toHaveURL(/cursor=/);

      await page.getByRole("link", { name: "Group", exact: true }).click();
      await expect(page).toHaveURL(/sort=group&direction=descending/);
      await page.getByRole("link", { name: "Group", exact: true }).click();
      await expect(page).toHaveURL(/sort=group&direction=ascending/);
      await expect(page.getByRole("columnheader", { name: /^Group/ })).toHaveAttribute(
        "aria-sort",
        "ascending",
      );
      await expectListed(page, groups.slice(0, 50));

      await page.getByLabel("Status").selectOption("Deactivated");
      await page.getByLabel("Scope asked for").selectOption("Read and write");
      await page.getByRole("button", { name: "Filter" }).click();
      await expect(page).toHaveURL(/sort=group&direction=ascending&.*status=deactivated&.*scope=read_write/);
      await expectListed(
        page,
        groups.filter((_, index) => index % 6 === 2),
      );
      await page.getByLabel("Created before (UTC)").fill("2020-06-02");
      await page.getByRole("button", { name: "Filter" }).click();
      await expect(page).toHaveURL(/created_before=2020-06-02/);
      await expectListed(
        page,
        [2, 8, 14, 20].map((index) => groups[index]),
      );
      await page.getByRole("link", { name: "Clear" }).click();
      await expect(page).toHaveURL(`${portalUrl}/admin/connections`);
    });

    test("a viewer finds one connection by any of its ids, and reads all of it", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
    }) => {
      await connectGroup(browser, group);
      const { id, oauthConnectionId } = await identifiedConnection(query, group.groupId);
      await query("update connections set oauth_application_id = 'application_other' where id = $1", [id]);
      await signInStaff(page, await makeStaff("viewer"), "/admin/connections");
      for (const given of [id, oauthConnectionId, group.groupId]) {
        await page.getByLabel("Group’s or connection’s id").fill(` ${given} `);
        await page.getByRole("button", { name: "Filter" }).click();
        await expectListed(page, [group.groupId]);
      }
      await table(page).getByRole("link", { name: group.groupId }).click();
      await expect(page).toHaveURL(`${portalUrl}/admin/connections/${oauthConnectionId}`);

      await expect(fact(page, "This connection", "State")).toContainText("The customer signed in");
      await expect(fact(page, "This connection", "Group by its token")).toContainText("the same");
      await expect(fact(page, "Tokens", "Live")).toContainText("demo-only");
      await expect(fact(page, "Tokens", "Sandbox")).toContainText("None is kept");
      const sides = page.getByRole("table", { name: "Attributes of the connection at Increase and here" });
      const attribute = (name: string) =>
        sides.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
      await expect(attribute("group_id")).not.toContainText("Differs");
      await expect(attribute("oauth_application_id")).toContainText("application_other");
      await expect(attribute("oauth_application_id")).toContainText("Differs");
      await expect(page.getByRole("region", { name: "What happened" }).getByRole("listitem")).not.toHaveCount(
        0,
      );
      await expect(page.getByText("connection.connected")).toBeVisible();
      await expect(page.getByRole("link", { name: "See what the customer sees" })).toHaveCount(0);
      await expectNoActs(page);
      await page.goto(`/admin/connections/${id}`);
      await expect(fact(page, "This connection", "Our id")).toContainText(id);
    });

    test("a viewer reads a group's events and audit log, the applications and the overview", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
      simulator,
    }) => {
      await connectGroup(browser, group);
      await simulator.receiveAch(group.groupId);
      const arrived = "select 1 from webhook_events where group_id = $1 and state = 'processed'";
      await expect.poll(() => query(arrived, [group.groupId])).not.toHaveLength(0);

      await signInStaff(page, await makeStaff("viewer"), "/admin/events");
      await page.getByRole("textbox", { name: "Group", exact: true }).fill(group.groupId);
      await page.getByLabel("State").selectOption("Processed");
      await page.getByRole("button", { name: "Filter" }).click();
      await expect(page).toHaveURL(new RegExp(`group_id=${group.groupId}&.*state=processed`));
      await expectNoActs(page);
      await page.getByRole("table").getByRole("link", { name: "transaction.created" }).first().click();
      await expect(page.getByRole("heading", { level: 1, name: "transaction.created" })).toBeVisible();
      await expect(page.getByRole("region", { name: "Payload" })).toContainText('"transaction.created"');
      await expect(page.getByRole("table", { name: "Headers of the delivery" })).toContainText("webhook-id");
      await expect(
        page.getByRole("table", { name: "Attempts to process this event, in order" }),
      ).toContainText("Processed");
      await expectNoActs(page);

      await page.getByRole("link", { name: "Audit log" }).click();
      await page.getByRole("textbox", { name: "Group", exact: true }).fill(group.groupId);
      await page.getByLabel("Action").selectOption("connection.connected");
      await page.getByRole("button", { name: "Filter" }).click();
      await expect(page).toHaveURL(/action=connection\.connected/);
      const entries = page.getByRole("table", { name: "Entries of the audit log, newest first" });
      await expect(entries.getByRole("rowheader")).toHaveText(["connection.connected"]);
      await entries.getByText("What was noted").click();
      await expect(entries.getByText(/^\{".*\}$/)).toBeVisible();
      await expectNoActs(page);

      await page.getByRole("link", { name: "Applications" }).click();
      const ours = page.getByRole("row").filter({ hasText: "Customers connect to it here" });
      await expect(ours).toContainText("Active");
      await expectNoActs(page);

      await page.getByRole("link", { name: "Overview" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
      for (const section of ["Connections by state", "Events per hour", "Calls to Increase"]) {
        const region = page.getByRole("region", { name: section });
        await region.getByText("Show as a table").click();
        await expect(region.getByRole("table")).toBeVisible();
      }
      await expectNoActs(page);
    });

    test("a viewer reads from which address an act came, at 320 px too", async ({
      page,
      group,
      makeStaff,
      query,
    }) => {
      const address = "2001:db8:1111:2222:3333:4444:5555:6666";
      await query(
        `insert into audit_entries (at, actor_kind, action, target_kind, target_id, group_id, ip_address)
         values (now(), 'customer', 'connection.disconnected', 'connection', 'connection_1', $1, $2)`,
        [group.groupId, address],
      );
      await page.setViewportSize({ width: 320, height: 800 });
      await signInStaff(page, await makeStaff("viewer"), `/admin/audit?group_id=${group.groupId}`);
      const entries = page.getByRole("table", { name: "Entries of the audit log, newest first" });
      await expect(entries.getByText(address)).toBeHidden();
      await entries.getByText("What was noted").click();
      await expect(entries.getByText("Client’s address")).toBeVisible();
      await expect(entries.getByText(address)).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });

    test("a viewer downloads what a list shows, with nothing in it that a program for tables would run", async ({
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
      await expect
        .poll(() => query("select 1 from webhook_events where group_id = $1", [group.groupId]))
        .not.toHaveLength(0);
      const viewer = await makeStaff("viewer");
      await signInStaff(page, viewer, `/admin/connections?q=${group.groupId}`);
      const [header, ...rows] = await download(page);
      expect(header).toBe(
        "side,connection_id,group_id,oauth_connection_id,oauth_application_id,scope,state,state_reason,created_at,state_changed_at,missing_since,last_used_at,last_ok_at,has_sandbox_token",
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]).toContain(`here,${id},${group.groupId},${oauthConnectionId},`);

      const { application, mark } = await insertOldConnections(query, 1);
      await query("update connections set group_id = $1, state_reason = '@SUM(1)' where group_id = $2", [
        `=HYPERLINK(0)${mark}`,
        `group_${mark}_000`,
      ]);
      await page.goto(`/admin/connections?oauth_application_id=${application}`);
      const [, unsafe] = await download(page);
      expect(unsafe).toContain(`,'=HYPERLINK(0)${mark},`);
      expect(unsafe).toContain(",'@SUM(1),");

      await page.goto(`/admin/events?group_id=${group.groupId}`);
      const events = await download(page);
      expect(events[0]).toMatch(/^received_at,environment,event_id,category,group_id,/);
      expect(events.length).toBeGreaterThan(1);
      for (const row of events.slice(1)) expect(row).toContain(`,${group.groupId},`);

      await page.goto(`/admin/audit?group_id=${group.groupId}`);
      const audit = await download(page);
      expect(audit[0]).toMatch(/^id,at,actor_kind,actor_id,actor_email,action,/);
      expect(audit.filter((row) => row.includes(",connection.connected,"))).toHaveLength(1);
      const noted = await query("select action from audit_entries where actor_id = $1 order by id", [
        viewer.staffId,
      ]);
      expect(noted.map(({ action }) => action)).toEqual([
        "staff.signed_in",
        "connections.exported",
        "connections.exported",
        "events.exported",
        "audit.exported",
      ]);
    });
  });

  test.describe(`refused, with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    // Next renders what a page refuses in the browser alone (vercel/next.js#62228): without JavaScript, a bare status.
    const isSaid = javaScriptEnabled;
    test.use({ javaScriptEnabled, expectedErrors: [refusedOnConsole] });

    test("what an address asks for wrongly is ignored with a notice; what nobody knows is not found", async ({
      page,
      makeStaff,
    }) => {
      await signInStaff(page, await makeStaff("viewer"), "/admin");
      for (const [path, ignored] of [
        ["/admin/connections?status=nonsense&created_from=2026-13-45&other=1", "status, created_from, other"],
        ["/admin/connections?sort=group_id;drop&direction=up", "sort, direction"],
        ["/admin/connections/connection_unknown?before=yesterday", null],
        ["/admin/events?state=lost&environment=live&environment=sandbox", "state, environment"],
        ["/admin/audit?action=nothing.done&from=0000-01-01", "action, from"],
      ] as const) {
        const answer = await page.goto(path);
        expect(answer?.status()).toBe(ignored === null ? 404 : 200);
        if (ignored !== null) {
          await expect(page.getByText(`are ignored: ${ignored}.`)).toBeVisible();
          await expect(page.getByRole("navigation", { name: "Staff" })).toBeVisible();
        }
      }
      for (const list of ["connections", "events", "audit"]) {
        const answer = await page.goto(`/admin/${list}?cursor=nonsense`);
        expect(answer?.status()).toBe(200);
        await expect(page.getByText("This address names no place in the list")).toBeVisible();
        await page.getByRole("link", { name: "First page" }).click();
        await expect(page).toHaveURL(`${portalUrl}/admin/${list}`);
      }
      for (const path of [
        `/admin/connections/${randomUUID()}`,
        "/admin/connections/%00",
        "/admin/events/event_unknown",
        "/admin/nowhere",
      ]) {
        const answer = await page.goto(path);
        expect({ path, status: answer?.status() }).toEqual({ path, status: 404 });
        if (isSaid) await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      }
    });

    test("what the customer sees is closed to a viewer, in the portal's own look", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
    }) => {
      await connectGroup(browser, group);
      await signInStaff(page, await makeStaff("viewer"), await connectionPath(query, group.groupId));
      for (const path of [`/admin/groups/${group.groupId}`, `/admin/groups/${group.groupId}/connection`]) {
        const answer = await page.goto(path);
        expect(answer?.status()).toBe(403);
        expect(await page.content()).not.toContain(group.accountIds[0]);
        if (!isSaid) continue;
        await expect(page.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
        await page.getByRole("link", { name: "To the overview" }).click();
        await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
      }
    });
  });
}
