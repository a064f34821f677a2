import type { Page } from "@playwright/test";
import { expectAllAccessible } from "./accessible";
import { expect, portalUrl, signIn, signInStaff, test } from "./fixtures";
import { refusedOnConsole } from "./staff";
import type { Fault, Simulator } from "./simulator";

// One after the other: what Increase is made to answer here would be seen by another of these.
test.describe.configure({ mode: "default" });
test.use({ expectedErrors: [refusedOnConsole] });

/** Asked by the doctor alone. */
const onlyItsOwn = "/sandbox/event_subscriptions";

// What the doctor had no need to ask for would meet the next test.
test.afterEach(({ simulator }) => simulator.clearFaultsAt(onlyItsOwn));

/** For the next time that the doctor asks. */
async function failOnce(simulator: Simulator, fault: Omit<Fault, "path">): Promise<void> {
  await simulator.fault(null, { path: onlyItsOwn, method: "GET", times: 1, ...fault });
}

const findings = (page: Page) => page.getByRole("region", { name: "What was found" });
const unreachable = "Nothing usable answers at INCREASE_SANDBOX_API_URL.";

/** Goes there again and again: for ten seconds the portal tells what it has found already. */
async function untilAskedAnew(go: () => Promise<unknown>, shown: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await go();
    await shown();
  }).toPass({ timeout: 30_000, intervals: [500] });
}

async function untilFound(page: Page, go: () => Promise<unknown>): Promise<void> {
  await untilAskedAnew(go, () => expect(findings(page)).toContainText(unreachable, { timeout: 3_000 }));
}

test("a viewer reads what is wrong, why it matters and how to mend it, and checks again", async ({
  page,
  makeStaff,
  simulator,
}) => {
  await signInStaff(page, await makeStaff("viewer"), "/admin");
  await failOnce(simulator, { status: 503 });
  const link = page.getByRole("navigation", { name: "Staff" }).getByRole("link", { name: "Setup" });
  await untilFound(page, () => link.click());
  const found = findings(page).getByRole("listitem").filter({ hasText: unreachable });
  await expect(found).toContainText("no sandbox token can be minted");
  await expect(found).toContainText("correct INCREASE_SANDBOX_API_URL");
  await expect(found).toContainText("increase_unreachable");
  await expect(findings(page).getByRole("heading", { name: "Broken" })).toBeVisible();
  await expect(page.getByText(/^Checked at \d\d:\d\d:\d\d UTC$/)).toBeVisible();
  await untilAskedAnew(
    () => page.getByRole("link", { name: "Check again" }).click(),
    async () => {
      await expect(findings(page).getByText("Loading")).toHaveCount(0);
      await expect(findings(page)).toBeVisible();
      await expect(found).toHaveCount(0, { timeout: 1_000 });
    },
  );
  await page.getByText(/checks are well$/).click();
  await expect(
    page.getByText("Increase accepts INCREASE_SANDBOX_API_KEY, and it is the platform’s own."),
  ).toBeVisible();
  const addresses = page.getByRole("region", { name: "Addresses that others must know" });
  await expect(addresses).toContainText(`${portalUrl}/api/auth/callback/increase`);
});

test("what Increase is slow to answer comes later, and the rest does not wait for it", async ({
  page,
  makeStaff,
  simulator,
}) => {
  await signInStaff(page, await makeStaff("viewer"), "/admin");
  await failOnce(simulator, { latency_ms: 3_000, status: 503 });
  await untilAskedAnew(
    () => page.goto("/admin/setup", { waitUntil: "commit" }),
    () => expect(findings(page).getByText("Loading").first()).toBeAttached({ timeout: 1_000 }),
  );
  await expect(page.getByRole("region", { name: "Addresses that others must know" })).toBeVisible();
  await expect(findings(page)).toContainText(unreachable);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the whole page can be had at once", async ({ page, makeStaff, simulator }) => {
    await signInStaff(page, await makeStaff("viewer"), "/admin");
    await failOnce(simulator, { latency_ms: 1_500, status: 503 });
    const link = page.getByRole("link", { name: "Load the whole page at once" });
    await untilAskedAnew(
      () => page.goto("/admin/setup"),
      () => expect(link).toBeVisible({ timeout: 1_000 }),
    );
    await link.click();
    await expect(findings(page)).toContainText(unreachable);
    await expect(page.getByText("Loading")).toHaveCount(0);
  });
});

test("it is the staff's alone", async ({ page, group }) => {
  await page.goto("/admin/setup");
  await expect(page).toHaveURL(/\/admin\/sign-in\?callbackUrl=%2Fadmin%2Fsetup$/);
  await signIn(page, group);
  await page.goto("/admin/setup");
  await expect(page).toHaveURL(/\/admin\/sign-in/);
});

test("the page has no accessibility fault and does not scroll sideways", async ({
  page,
  makeStaff,
  simulator,
}) => {
  await signInStaff(page, await makeStaff("owner"), "/admin");
  await failOnce(simulator, { status: 503 });
  await untilFound(page, () => page.goto("/admin/setup?complete=1"));
  await expectAllAccessible(page);
});
