import type { Page, Request } from "@playwright/test";
import { expect, portalUrl, signIn, signInStaff, test, type Group, type Query, type Staff } from "./fixtures";
import { totals, transactions } from "./group-page";
import type { Simulator } from "./simulator";
import { connectGroup } from "./staff";

const isPoll = (url: string) => new URL(url).pathname.endsWith("/changes");

/** Every question that the page asks from here on. */
function watchPolls(page: Page): Request[] {
  const polls: Request[] = [];
  page.on("request", (request) => {
    if (isPoll(request.url())) polls.push(request);
  });
  return polls;
}

/** Requests are told of in order, and answers taken so: what was on its way before this has then been seen. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => fetch("/icon.svg").then((answer) => answer.text()));
}

/** Does something that makes the page ask; what it was answered. */
async function pollOn(page: Page, act: () => Promise<void>): Promise<number> {
  const answered = page.waitForResponse((response) => isPoll(response.url()));
  await act();
  const status = (await answered).status();
  await settle(page);
  return status;
}

/** The same where only the page's clock goes on. */
const pollAfter = (page: Page, seconds: number) => pollOn(page, () => page.clock.fastForward(seconds * 1000));

/** Has the page asked nothing in that time? */
async function expectSilence(page: Page, polls: Request[], seconds: number): Promise<void> {
  const before = polls.length;
  await page.clock.fastForward(seconds * 1000);
  await settle(page);
  expect(polls.length).toBe(before);
}

async function setVisible(page: Page, isVisible: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
      document.dispatchEvent(new Event("visibilitychange"));
    },
    isVisible ? "visible" : "hidden",
  );
}

/** From here on the page's clock goes on only as the test says. It has asked once, and knows the version. */
async function stopClock(page: Page): Promise<void> {
  await expect(totals(page)).toContainText("$");
  await expect(transactions(page).locator("data").first()).toBeVisible();
  const now = await page.evaluate(() => Date.now());
  await pollOn(page, () => page.clock.pauseAt(now + 20_000));
}

async function openPage(page: Page, group: Group): Promise<void> {
  await page.clock.install();
  await signIn(page, group);
  await stopClock(page);
}

async function openStaffPage(page: Page, group: Group, staff: Staff): Promise<void> {
  await page.clock.install();
  await signInStaff(page, staff, `/admin/groups/${group.groupId}`);
  await page.getByLabel("Why").fill("They asked about a balance");
  await page.getByRole("button", { name: "Show what the customer sees" }).click();
  await stopClock(page);
}

const readTotal = (page: Page) => totals(page).innerText();
/** Money comes in, and the portal has processed both of its events: the transfer's and the transaction's. */
async function receiveAch(simulator: Simulator, query: Query, { groupId }: Group): Promise<void> {
  await simulator.receiveAch(groupId);
  const read = () => query("select version::int from group_changes where group_id = $1", [groupId]);
  await expect.poll(read).toEqual([{ version: 2 }]);
}

/**
 * Elements that are the same objects afterwards have kept what a person did in them: what is open, typed, chosen. Of the
 * last ten transactions the tenth has to go where a new one comes, with its day if it was alone in it.
 */
async function markElements(page: Page): Promise<() => Promise<number>> {
  const marked = await page.evaluateHandle(() => {
    const rows = [...document.querySelectorAll("section[aria-labelledby=transactions] li:has(> details)")];
    const tenth = rows[9];
    const day = tenth?.closest("section");
    const isAlone = day?.querySelectorAll("li:has(> details)").length === 1;
    const leaving = isAlone ? day : tenth;
    return [...document.querySelectorAll("main *")].filter((element) => !leaving?.contains(element));
  });
  return () => marked.evaluate((elements) => elements.filter((element) => !element.isConnected).length);
}

test("money that comes in shows on the open page, and scroll, focus and every element stay", async ({
  page,
  simulator,
  query,
}) => {
  const group = await simulator.makeGroup({ accounts: 20 });
  await openPage(page, group);
  const link = page.getByRole("link", { name: "Connection", exact: true });
  await link.focus();
  await page.evaluate(() => window.scrollTo(0, 400));
  const scrolled = await page.evaluate(() => window.scrollY);
  expect(scrolled).toBeGreaterThan(100);
  const countLost = await markElements(page);

  expect(await pollAfter(page, 5)).toBe(304);
  const before = await readTotal(page);
  await receiveAch(simulator, query, group);
  expect(await readTotal(page)).toBe(before);
  expect(await pollAfter(page, 5)).toBe(200);

  await expect.poll(() => readTotal(page)).not.toBe(before);
  await expect(page.getByText("Updated just now")).toBeAttached();
  await expect(link).toBeFocused();
  expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
  expect(await countLost()).toBe(0);
  await page.clock.fastForward(11_000);
  await expect(page.getByText("Updated just now")).toHaveCount(0);
});

for (const slow of ["the first time", "the second time"]) {
  test(`where Increase is slow ${slow}, an update waits behind the page as it is`, async ({
    page,
    group,
    simulator,
    query,
  }) => {
    const fault = { path: "/live/accounts", latency_ms: 2_500 };
    if (slow === "the first time") await simulator.fault(group.groupId, fault);
    await openPage(page, group);
    await simulator.clearFaults(group.groupId);
    const before = await readTotal(page);
    const countLost = await markElements(page);
    if (slow === "the second time") await simulator.fault(group.groupId, fault);
    await receiveAch(simulator, query, group);
    expect(await pollAfter(page, 5)).toBe(200);
    await expect.poll(() => readTotal(page), { timeout: 10_000 }).not.toBe(before);
    expect(await countLost()).toBe(0);
  });
}

test("a page that is hidden asks nothing, and at once when it is looked at again", async ({
  page,
  group,
}) => {
  await openPage(page, group);
  const polls = watchPolls(page);
  expect(await pollAfter(page, 5)).toBe(304);
  await setVisible(page, false);
  await expectSilence(page, polls, 600);
  expect(await pollOn(page, () => setVisible(page, true))).toBe(304);
});

test("a page that nobody is at asks no more after half an hour, until somebody is back", async ({
  page,
  group,
}) => {
  await openPage(page, group);
  const polls = watchPolls(page);
  await page.keyboard.press("Shift");
  expect(await pollAfter(page, 29 * 60)).toBe(304);
  await expectSilence(page, polls, 61);
  // The browser tells of scrolling that no person has done.
  await page.evaluate(() => window.scrollTo(0, 1));
  await expectSilence(page, polls, 600);
  expect(await pollOn(page, () => page.keyboard.press("Shift"))).toBe(304);
  expect(await pollAfter(page, 5)).toBe(304);
});

test("one question at a time: while one waits for its answer, no other goes out", async ({ page, group }) => {
  await openPage(page, group);
  const polls = watchPolls(page);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/changes", async (route) => {
    await held;
    await route.continue();
  });
  await page.clock.fastForward(5_000);
  await expect.poll(() => polls.length).toBe(1);
  await setVisible(page, true);
  await expectSilence(page, polls, 8);
  expect(await pollOn(page, async () => release())).toBe(304);
});

test.describe("when the answer is no version", () => {
  test.use({ expectedErrors: [/Failed to load resource: .* status of (503|401|403)/] });

  test("the page waits longer each time, stays as it is, and recovers", async ({ page, group }) => {
    await openPage(page, group);
    const polls = watchPolls(page);
    const before = await readTotal(page);
    await page.route("**/changes", (route) => route.fulfill({ status: 503, body: "busy" }));
    expect(await pollAfter(page, 5)).toBe(503);
    await expectSilence(page, polls, 7);
    expect(await pollAfter(page, 4)).toBe(503);
    await expectSilence(page, polls, 14);
    await page.unroute("**/changes");
    expect(await pollAfter(page, 7)).toBe(304);
    expect(await pollAfter(page, 5)).toBe(304);
    expect(await readTotal(page)).toBe(before);
  });

  test("a session that has ended leads to the sign-in, after one question", async ({
    page,
    group,
    query,
  }) => {
    await openPage(page, group);
    const polls = watchPolls(page);
    await query("delete from sessions where user_id = $1", [group.groupId]);
    expect(await pollAfter(page, 5)).toBe(401);
    await page.waitForURL(`${portalUrl}/?callbackUrl=*`);
    await expect(page.getByRole("button", { name: "Continue with Increase" })).toBeVisible();
    await expectSilence(page, polls, 120);
  });

  test("the staff's page of a group is kept up to date too, until their reason has run out", async ({
    page,
    browser,
    group,
    makeStaff,
    simulator,
    query,
  }) => {
    await connectGroup(browser, group);
    const operator = await makeStaff("operator");
    await openStaffPage(page, group, operator);
    const polls = watchPolls(page);
    const before = await readTotal(page);
    await receiveAch(simulator, query, group);
    expect(await pollAfter(page, 5)).toBe(200);
    await expect.poll(() => readTotal(page)).not.toBe(before);
    await query("update group_views set expires_at = now() where staff_id = $1", [operator.staffId]);
    expect(await pollAfter(page, 5)).toBe(403);
    await expect(page.getByLabel("Why")).toBeVisible();
    await expectSilence(page, polls, 120);
  });
});

const isRefresh = (request: Request) => "rsc" in request.headers();

/** What a person has done on the page, which a page that is loaded again does not have. */
async function typeSearch(page: Page): Promise<() => Promise<void>> {
  const search = page.locator("input[name=q]");
  await search.fill("half typed");
  const countLost = await markElements(page);
  return async () => {
    await expect(search).toHaveValue("half typed");
    expect(await countLost()).toBe(0);
  };
}

test.describe("when an update can't be had", () => {
  test.use({ expectedErrors: [/Failed to load resource: .*(status of 503|ERR_CONNECTION_RESET)/] });

  for (const how of ["an error", "a lost connection"]) {
    test(`${how} in its place leaves the page as it is, and it comes later`, async ({
      page,
      group,
      simulator,
      query,
    }) => {
      await openPage(page, group);
      const before = await readTotal(page);
      const expectKept = await typeSearch(page);
      let refused = 0;
      await page.route(
        (url) => url.pathname === `/groups/${group.groupId}`,
        async (route) => {
          if (!isRefresh(route.request()) || refused === 2) return route.continue();
          refused += 1;
          if (how === "an error") return route.fulfill({ status: 503, body: "busy" });
          return route.abort("connectionreset");
        },
      );
      await receiveAch(simulator, query, group);
      expect(await pollAfter(page, 5)).toBe(200);
      for (const tries of [1, 2]) {
        await expect.poll(() => refused).toBe(tries);
        await settle(page);
        expect(await readTotal(page)).toBe(before);
        await expectKept();
        await page.clock.fastForward(20_000);
      }
      await expect.poll(() => readTotal(page)).not.toBe(before);
      await expectKept();
    });
  }

  test("nothing is begun while the portal does not say that there is something new", async ({
    page,
    group,
    simulator,
    query,
  }) => {
    await openPage(page, group);
    const before = await readTotal(page);
    const refreshes: Request[] = [];
    page.on("request", (request) => {
      if (isRefresh(request)) refreshes.push(request);
    });
    await page.route("**/changes", (route) => route.fulfill({ status: 503, body: "busy" }));
    await receiveAch(simulator, query, group);
    expect(await pollAfter(page, 5)).toBe(503);
    expect(await pollAfter(page, 10)).toBe(503);
    expect(refreshes).toEqual([]);
    await page.unroute("**/changes");
    expect(await pollAfter(page, 20)).toBe(200);
    await expect.poll(() => readTotal(page)).not.toBe(before);
    expect(refreshes).toHaveLength(1);
  });
});

test("a part that an update lost to an outage comes back by itself, in its own time", async ({
  page,
  group,
  simulator,
  query,
}) => {
  await openPage(page, group);
  const failure = transactions(page).getByRole("alert");
  await simulator.fault(group.groupId, { path: "/live/transactions", status: 500 });
  await receiveAch(simulator, query, group);
  expect(await pollAfter(page, 5)).toBe(200);
  await expect(failure).toBeVisible();
  const reference = await failure.getByText(/^Request/).innerText();
  expect(await pollAfter(page, 5)).toBe(200);
  expect(await pollAfter(page, 6)).toBe(304);
  // It was tried again, and is still away.
  await expect.poll(() => failure.getByText(/^Request/).innerText()).not.toBe(reference);
  await simulator.clearFaults(group.groupId);
  expect(await pollAfter(page, 5)).toBe(304);
  await expect(failure).toBeVisible();
  expect(await pollAfter(page, 16)).toBe(304);
  await expect(transactions(page).locator("data").first()).toBeVisible();
  await expect(failure).toHaveCount(0);
});

test("a page opened in an outage becomes whole by itself", async ({ page, group, simulator }) => {
  await page.clock.install();
  await simulator.fault(group.groupId, { path: "/live/transactions", status: 500 });
  await signIn(page, group);
  await expect(transactions(page).getByRole("alert")).toBeVisible();
  await simulator.clearFaults(group.groupId);
  const now = await page.evaluate(() => Date.now());
  await pollOn(page, () => page.clock.pauseAt(now + 20_000));
  await expect(transactions(page).locator("data").first()).toBeVisible();
});

test("the answers can't be kept, and other methods are refused", async ({ page, group }) => {
  await signIn(page, group);
  const path = `/groups/${group.groupId}/changes`;
  const answer = await page.request.get(path);
  expect([answer.status(), await answer.json()]).toEqual([200, { version: 0 }]);
  expect(answer.headers()["cache-control"]).toMatch(/^(private, )?no-store$/);
  expect(answer.headers().etag).toBe('"live-0"');
  expect((await page.request.post(path)).status()).toBe(405);
  expect((await page.request.head(path)).status()).toBe(200);
});
