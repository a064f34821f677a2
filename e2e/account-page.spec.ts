import { z } from "zod";
import { accountOf, idsOn, openAccount, part, row } from "./account";
import { expect, notFoundOnConsole, signIn, test } from "./fixtures";
import type { LoggedRequest } from "./simulator";
import { connectGroup } from "./staff";

// The time zone leaf then has nothing to say, and no page is made twice.
test.use({ timezoneId: "UTC" });

const whole = { complete: "1" };

const query = z.record(z.string(), z.string());
const toCall = ({ path, query: given }: LoggedRequest) =>
  `${path}?${new URLSearchParams(query.catch({}).parse(given))}`;
/** The ends of days that the chart draws: it is read on its own, after the rest. */
const isOfChart = (call: string) => decodeURIComponent(call).includes("T23:59:59.999Z");

/** Calls that ran at the same time are one step; a step begins after all before it have ended. */
function countSteps(requests: LoggedRequest[]): number {
  let steps = 0;
  let stepEnd = "";
  for (const { at, finished_at: end } of requests.toSorted((a, b) => a.at.localeCompare(b.at))) {
    if (at >= stepEnd) steps += 1;
    if ((end ?? "") > stepEnd) stepEnd = end ?? "";
  }
  return steps;
}

test("a page takes two steps after the session, the account first, and makes each call once", async ({
  page,
  group,
  simulator,
}) => {
  await signIn(page, group);
  // What the page before it still reads is no call of this one.
  const lastOfGroupPage = part(page, "Last transactions").or(page.getByText("No transactions yet"));
  await expect(lastOfGroupPage.first()).toBeVisible();
  await expect(part(page, "Balances")).toContainText("$");
  await simulator.fault(group.groupId, { path: "/live/**", latency_ms: 80 });
  const before = (await simulator.requestsOf(group.groupId)).length;
  await openAccount(page, group, whole);
  await expect(part(page, "Transactions").getByText("Balance after")).toBeAttached();
  const requests = (await simulator.requestsOf(group.groupId)).slice(before);
  const calls = requests.map(toCall);
  expect(new Set(calls).size).toBe(calls.length);
  const own = requests.filter((request) => !isOfChart(toCall(request)));
  expect(own[0]?.path).toBe(`/live/accounts/${group.accountIds[0]}`);
  expect(own.map(({ path }) => path.replace(group.accountIds[0] ?? "", "{id}")).toSorted()).toEqual([
    "/live/account_numbers",
    "/live/accounts/{id}",
    "/live/accounts/{id}/balance",
    "/live/accounts/{id}/balance",
    "/live/cards",
    "/live/pending_transactions",
    "/live/transactions",
  ]);
  expect(countSteps(own)).toBe(2);
  expect(Math.max(...requests.map(({ concurrency }) => concurrency))).toBeLessThanOrEqual(10);
  expect(calls.filter(isOfChart).length).toBeLessThanOrEqual(30);
});

test.describe("what is not the group's", () => {
  test.use({ expectedErrors: [notFoundOnConsole] });

  test("is a 404, and what is known here as another's is not even asked for", async ({
    page,
    browser,
    group,
    simulator,
  }) => {
    const other = await simulator.makeGroup();
    const theirs = await connectGroup(browser, other);
    await openAccount(theirs, other);
    await expect(theirs.getByRole("heading", { level: 1 })).toBeVisible();
    await signIn(page, group);
    const before = (await simulator.requestsOf(group.groupId)).length;
    const foreign = await page.goto(`/groups/${group.groupId}/accounts/${other.accountIds[0]}`);
    expect(foreign?.status()).toBe(404);
    expect((await simulator.requestsOf(group.groupId)).slice(before)).toEqual([]);
    for (const id of ["account_unknown", "..%2Fgroups%2Fcurrent"]) {
      const answer = await page.goto(`/groups/${group.groupId}/accounts/${id}`);
      expect(answer?.status(), id).toBe(404);
    }
    const answer = await page.goto(accountOf(other));
    expect(answer?.status()).toBe(404);
  });
});

for (const width of [320, 1440]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height: 900 }, colorScheme });

      test("with the keyboard alone: open a transaction, filter, turn the page, show a number", async ({
        page,
        simulator,
        query: ask,
      }) => {
        const group = await simulator.makeGroup({ accounts: 1, transactions_per_account: 60 });
        const reach = async (isReached: (element: Element) => boolean) => {
          for (let presses = 0; presses < 140; presses += 1) {
            await page.keyboard.press("Tab");
            const active = await page.evaluateHandle(() => document.activeElement ?? document.body);
            if (await active.evaluate(isReached)) return;
          }
          throw new Error(`${isReached} can't be reached with the Tab key`);
        };
        await signIn(page, group);
        await expect(page.getByText(group.accountIds[0] ?? "").first()).toBeVisible();
        await reach((element) => element.getAttribute("href")?.includes("/accounts/account_") ?? false);
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/accounts\//);
        await expect(row(page).first()).toBeVisible();
        await reach((element) => element.matches("section:has(#transactions) summary"));
        const opened = page.locator("details:focus-within");
        await page.keyboard.press("Enter");
        await expect(opened.locator('dt:text-is("Id") + dd')).toBeVisible();
        await page.keyboard.press("Space");
        await expect(opened.locator('dt:text-is("Id") + dd')).toBeHidden();
        await page.keyboard.press("Shift+Tab");
        await reach((element) => /Next page/.test(element.textContent ?? "") && element.matches("a"));
        await page.keyboard.press("Enter");
        await page.waitForURL(/place=/);
        await expect(row(page)).toHaveCount(10);
        await reach((element) => element.matches("input[name=q]"));
        await page.keyboard.type("transaction_");
        await page.keyboard.press("Enter");
        await page.waitForURL(/q=transaction_/);
        expect(page.url()).not.toContain("place=");
        await reach(
          (element) => element.matches("button") && element.textContent?.startsWith("Show number") === true,
        );
        await page.keyboard.press("Enter");
        const shown = part(page, "Account numbers").locator("output code");
        await expect(shown).toHaveText(/^\d{8,}$/);
        const entries = await ask<{ target_id: string; actor_id: string }>(
          "select target_id, actor_id from audit_entries where group_id = $1 and action = 'account_number.revealed'",
          [group.groupId],
        );
        expect(entries).toEqual([
          { target_id: expect.stringMatching(/^account_number_/), actor_id: group.groupId },
        ]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
      });
    });
  }
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the list, the filters and the numbers work, also where the parts come late", async ({
    page,
    simulator,
  }) => {
    const group = await simulator.makeGroup({ accounts: 1, transactions_per_account: 55 });
    const { id } = await simulator.addTransaction(group.groupId, {
      amount: -98_765,
      description: "Marzipan",
    });
    await signIn(page, group);
    await simulator.fault(group.groupId, { path: "/live/*", latency_ms: 600 });
    await openAccount(page, group);
    await page.getByRole("link", { name: "Load the whole page at once" }).click();
    await expect(row(page).first()).toBeVisible();
    await expect(page.getByRole("link", { name: "Load the whole page at once" })).toHaveCount(0);
    await page.getByLabel("Description or any detail").fill("marzipan");
    await page.getByRole("button", { name: "Filter" }).click();
    await expect(part(page, "Transactions").getByText("−$987.65").first()).toBeVisible();
    const months = page.getByRole("navigation", { name: "Months of transactions" });
    await months.getByRole("link").nth(1).click();
    await page.waitForURL(/[?&]from=\d{4}-\d{2}-01&to=\d{4}-\d{2}-\d{2}&q=marzipan/);
    await page.getByRole("combobox", { name: "Money" }).selectOption("out");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL(/direction=out/);
    expect(await idsOn(page)).toEqual([id]);
    await part(page, "Transactions").locator("summary").first().click();
    await expect(page.getByText(id, { exact: true })).toBeVisible();
    await page.getByRole("link", { name: "Clear" }).click();
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page.getByRole("link", { name: "First page" })).toBeVisible();
    expect(await idsOn(page)).toHaveLength(6);

    const numbers = part(page, "Account numbers");
    const lastFour = /\d{4}$/.exec(await numbers.getByRole("rowheader").first().innerText())?.[0] ?? "none";
    const before = await page.content();
    await numbers
      .getByRole("button", { name: /^Show number/ })
      .first()
      .click();
    const shown = await numbers.locator("output code").innerText();
    expect(shown.endsWith(lastFour)).toBe(true);
    expect(shown.length).toBeGreaterThan(lastFour.length);
    expect(before).not.toContain(shown);
  });
});

test("a transaction that arrives between two pages shifts nothing", async ({ page, simulator }) => {
  const group = await simulator.makeGroup({ accounts: 1, transactions_per_account: 70 });
  await signIn(page, group);
  await openAccount(page, group);
  const first = await idsOn(page);
  expect(first).toHaveLength(50);
  const { id } = await simulator.addTransaction(group.groupId);
  await page.getByRole("link", { name: "Next page" }).click();
  await page.waitForURL(/place=/);
  const second = await idsOn(page);
  expect(second).toHaveLength(20);
  expect(new Set([...first, ...second]).size).toBe(70);
  await page.getByRole("link", { name: "First page" }).click();
  await page.waitForURL((url) => !url.search.includes("place"));
  expect(await idsOn(page)).toEqual([id, ...first.slice(0, 49)]);
});

test("what Increase adds tomorrow is shown under its own name", async ({ page, group, simulator }) => {
  const accountId = group.accountIds[0] ?? "";
  await simulator.changeAccount(group.groupId, accountId, {
    status: "under_review",
    extra: { funding: "credit_line", bank: "lunar_bank" },
  });
  await simulator.addTransaction(group.groupId, {
    account_id: accountId,
    source: { category: "teleport_transfer", teleport_transfer: { beam_width: "narrow", amount: 1_234 } },
  });
  await signIn(page, group);
  await openAccount(page, group);
  const main = page.getByRole("main");
  for (const words of ["under_review", "Credit line", "Lunar bank"]) {
    await expect(main.getByText(words, { exact: true })).toBeVisible();
  }
  const added = row(page).filter({ hasText: "Teleport transfer" });
  await added.locator("summary").click();
  await expect(added.getByText("Beam width")).toBeVisible();
  await expect(added.getByText("narrow")).toBeVisible();
});
