import type { Page } from "@playwright/test";
import { expect, signInStaff, test, type Query } from "./fixtures";
import { connectGroup } from "./staff";

type Event = { event_id: string; state: string; attempts: number };

const readEvents = (query: Query, groupId: string) =>
  query<Event>(
    `select event_id, state, jsonb_array_length(attempts) as attempts from webhook_events
     where group_id = $1 and category = 'transaction.created' order by event_id`,
    [groupId],
  );

const attempts = (page: Page) =>
  page.getByRole("table", { name: "Attempts to process this event, in order" }).getByRole("row");

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("an operator replays one event, the chosen ones, and all that failed; each stays its group’s", async ({
      page,
      browser,
      group,
      makeStaff,
      query,
      simulator,
    }) => {
      await connectGroup(browser, group);
      for (let count = 0; count < 3; count += 1) await simulator.receiveAch(group.groupId);
      const states = async () => (await readEvents(query, group.groupId)).map(({ state }) => state);
      await expect.poll(states).toEqual(["processed", "processed", "processed"]);
      const [first, second, third] = (await readEvents(query, group.groupId)).map(({ event_id: id }) => id);
      const countsOf = async () =>
        (await readEvents(query, group.groupId)).map(({ attempts: count }) => count);
      expect(await countsOf()).toEqual([1, 1, 1]);

      const operator = await makeStaff("operator");
      await signInStaff(page, operator, `/admin/events/${first}`);
      await page.getByRole("button", { name: "Replay", exact: true }).click();
      await expect(page.getByText("1 event waits to be processed anew.")).toBeVisible();
      await expect.poll(countsOf).toEqual([2, 1, 1]);
      await page.goto(`/admin/events/${first}`);
      // With the row of the columns' names.
      await expect(attempts(page)).toHaveCount(3);
      await expect(page.getByRole("region", { name: "This event" })).toContainText(group.groupId);

      await page.goto(`/admin/events?group_id=${group.groupId}&category=transaction.created`);
      for (const id of [second, third]) await page.getByLabel(`Select ${id}, live`).check();
      await page.getByRole("button", { name: "Replay selected" }).click();
      await expect(page.getByText("2 events wait to be processed anew.")).toBeVisible();
      await expect.poll(countsOf).toEqual([2, 2, 2]);

      // All that failed is everybody's: another test may replay this event just before, so it is made to fail
      // again until it is this click that takes it.
      await expect(async () => {
        await query("update webhook_events set state = 'dead', failures = 8 where event_id = $1", [second]);
        await page.goto(`/admin/events?group_id=${group.groupId}&state=dead`);
        await expect(page.getByRole("row").filter({ hasText: second ?? "" })).toContainText("8 failures");
        await page.getByText("Replay all failed since…").click();
        await page.getByRole("button", { name: "Replay them all" }).click();
        await expect(page.getByText(/^\d+ events? waits? to be processed anew\.$/)).toBeVisible();
      }).toPass();
      await expect.poll(states).toEqual(["processed", "processed", "processed"]);
      const [ofFirst, ofSecond, ofThird] = await countsOf();
      expect([ofFirst, ofThird]).toEqual([2, 2]);
      expect(ofSecond).toBeGreaterThanOrEqual(3);
      const replays = await query(
        "select 1 from audit_entries where actor_id = $1 and action = 'event.replayed'",
        [operator.staffId],
      );
      expect(replays.length).toBeGreaterThanOrEqual(3);
    });
  });
}
