import type { LoggedRequest } from "./simulator";
import { chooseGroup, expect, failedUrl, openConsent, signIn, test } from "./fixtures";

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

test("a page of 150 accounts makes each call once, ten at a time, in two steps", async ({
  page,
  simulator,
}) => {
  const group = await simulator.makeGroup({ accounts: 150 });
  await simulator.fault(group.groupId, { path: "/live/accounts/*/balance", latency_ms: 100 });
  await signIn(page, group);
  await expect(page.getByRole("row").filter({ hasText: "Total of these 25 accounts" })).toContainText("$");
  const before = (await simulator.requestsOf(group.groupId)).length;
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: "Total of these 25 accounts" })).toContainText("$");
  const requests = (await simulator.requestsOf(group.groupId)).slice(before);
  expect(requests.map(({ path }) => path).filter((path) => path === "/live/accounts")).toHaveLength(1);
  const balances = requests.filter(({ path }) => path.endsWith("/balance"));
  expect(new Set(balances.map(({ path }) => path)).size).toBe(25);
  expect(requests).toHaveLength(26);
  expect(Math.max(...requests.map(({ concurrency }) => concurrency))).toBeLessThanOrEqual(10);
  const [list] = requests;
  expect(list?.path).toBe("/live/accounts");
  for (const balance of balances) expect(balance.at >= (list?.finished_at ?? "9")).toBe(true);
});

test("a page of two accounts takes two steps after the session", async ({ page, group, simulator }) => {
  await simulator.fault(group.groupId, { path: "/live/**", latency_ms: 80 });
  await signIn(page, group);
  const before = (await simulator.requestsOf(group.groupId)).length;
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: /^Total/ })).toContainText("$");
  const requests = (await simulator.requestsOf(group.groupId)).slice(before);
  expect(requests).toHaveLength(1 + group.accountIds.length);
  expect(countSteps(requests)).toBe(2);
});

test("all 150 accounts can be reached page by page, each once", async ({ page, simulator }) => {
  const group = await simulator.makeGroup({ accounts: 150 });
  await signIn(page, group);
  const seen: string[] = [];
  for (let pageNumber = 1; pageNumber <= 6; pageNumber += 1) {
    await expect(page.getByRole("row").filter({ hasText: "Total of these 25 accounts" })).toContainText("$");
    const text = await page.getByRole("table").innerText();
    seen.push(...(text.match(/account_[a-z0-9]+/g) ?? []));
    const next = page.getByRole("link", { name: /next/i });
    if (pageNumber < 6) await Promise.all([page.waitForURL(/cursor=/), next.click()]);
    else await expect(next).toHaveCount(0);
    if (pageNumber < 6) await expect(page.getByText(seen.at(-1) ?? "")).toHaveCount(0);
  }
  expect(seen.toSorted()).toEqual(group.accountIds.toSorted());
});

test("an empty group is told that it has no accounts", async ({ page, simulator }) => {
  const group = await simulator.makeGroup({ accounts: 0 });
  await signIn(page, group);
  await expect(page.getByText("No accounts yet")).toBeVisible();
});

test("a cursor that Increase does not know leads back to the first page", async ({ page, group }) => {
  await signIn(page, group);
  await page.goto(`/groups/${group.groupId}?cursor=nonsense`);
  await page.getByRole("link", { name: /first page/i }).click();
  await expect(page.getByText(group.accountIds[0] ?? "")).toBeVisible();
});

for (const [what, fault] of [
  ["500", { status: 500 }],
  ["429", { status: 429 }],
  ["403", { status: 403 }],
  ["a dropped connection", { drop: true }],
  ["a malformed body", { malformed: true }],
  ["an HTML page", { html: true }],
  ["nothing in time", { latency_ms: 8_000 }],
  ["401 for our address", { status: 401, reason: "ip_not_allowed" }],
] as const) {
  test(`Increase answering the list with ${what}: the page stands, says so, and asks nobody to reconnect`, async ({
    page,
    group,
    simulator,
    query,
  }) => {
    await signIn(page, group);
    await simulator.fault(group.groupId, { path: "/live/accounts", ...fault });
    const answer = await page.reload({ waitUntil: "commit" });
    expect(answer?.status()).toBe(200);
    const main = page.getByRole("main");
    await expect(main.getByRole("alert").or(main.getByRole("status")).first()).toBeVisible({
      timeout: 10_000,
    });
    await expect(main.getByText(group.groupId).first()).toBeVisible();
    await expect(main.getByText("Active", { exact: true })).toBeVisible();
    await expect(main.getByRole("button", { name: /Reconnect/ })).toHaveCount(0);
    await expect(main.getByText("No accounts yet")).toHaveCount(0);
    expect(await query("select state from connections where group_id = $1", [group.groupId])).toEqual([
      { state: "active" },
    ]);
    await simulator.clearFaults(group.groupId);
    await main.getByRole("link", { name: /try again/i }).click();
    await expect(main.getByText(group.accountIds[0] ?? "")).toBeVisible();
  });
}

test("one balance that is missing is called unavailable, and no wrong total is shown", async ({
  page,
  group,
  simulator,
}) => {
  await simulator.fault(group.groupId, {
    path: `/live/accounts/${group.accountIds[0]}/balance`,
    status: 500,
  });
  await signIn(page, group);
  const row = page.getByRole("row").filter({ hasText: group.accountIds[0] ?? "" });
  await expect(row.getByText("unavailable").first()).toBeVisible();
  await expect(page.getByText("Total unavailable: 1 balance could not be read.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: group.accountIds[1] ?? "" })).toContainText("$");
});

test("a token that Increase refuses asks to reconnect; the page stands", async ({
  page,
  group,
  simulator,
}) => {
  await signIn(page, group);
  await simulator.fault(group.groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
  const answer = await page.reload();
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole("button", { name: "Reconnect with Increase" }).first()).toBeVisible();
});

for (const [path, fault, reason] of [
  ["/live/oauth/tokens", { status: 500 }, "increase_unavailable"],
  ["/live/oauth/tokens", { latency_ms: 8_000 }, "increase_timeout"],
  ["/live/oauth/tokens", { status: 401 }, "platform_key_refused"],
  ["/live/groups/current", { status: 500 }, "increase_unavailable"],
  ["/live/groups/current", { latency_ms: 8_000 }, "increase_timeout"],
  ["/live/groups/current", { status: 401 }, "token_refused"],
] as const) {
  test(`a sign-in in which ${path} answers ${JSON.stringify(fault)} ends at ${reason}, with nothing stored`, async ({
    page,
    group,
    simulator,
    query,
  }) => {
    await simulator.fault(group.groupId, { path, ...fault });
    await openConsent(page);
    await chooseGroup(page, group.groupId);
    await page.getByRole("button", { name: "Approve" }).click();
    await page.waitForURL(failedUrl(reason));
    expect(await query("select id from connections where group_id = $1", [group.groupId])).toEqual([]);
  });
}
