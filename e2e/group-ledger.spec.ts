import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import { accounts, readCents, totalNamed, totals } from "./group-page";
import { readLedger, sumOf, type LedgerAccount } from "./ledger";

const seededGroups = [
  "Fernhollow Studio",
  "Juniper & Rye Bakery",
  "Núñez & Daughters, Importers",
  "Cobalt Freight Cooperative",
  "Lighthouse Property Trust",
  "Brightwater Payroll",
];

/** What each account's row says it has, by the account's id. */
async function readRows(page: Page): Promise<Map<string, string>> {
  const rows = accounts(page).locator("tbody tr");
  return new Map(
    await rows.evaluateAll((found) =>
      found.map((row) => {
        const values = [...row.querySelectorAll("data")].map(({ value }) => value);
        return [row.querySelector("code")?.textContent ?? "", values.join(", ")] as const;
      }),
    ),
  );
}

/** Each account's own amounts, once they have come, then the sums of those that are open, the loans' apart. */
async function expectLedger(page: Page, ledger: LedgerAccount[]): Promise<void> {
  await expect
    .poll(() => readRows(page))
    .toEqual(
      new Map(
        ledger.map(({ id, currentCents, availableCents }) => [
          id,
          `${currentCents} USD, ${availableCents} USD`,
        ]),
      ),
    );
  const open = ledger.filter(({ isClosed }) => !isClosed);
  const deposits = open.filter(({ funding }) => funding === "deposits");
  const loans = open.filter(({ funding }) => funding === "loan");
  expect(deposits.length + loans.length).toBe(open.length);
  expect(await readCents(totalNamed(page, "Current"))).toBe(sumOf(deposits, (each) => each.currentCents));
  expect(await readCents(totalNamed(page, "Available"))).toBe(sumOf(deposits, (each) => each.availableCents));
  expect(await readCents(totalNamed(page, "Held by pending transactions"))).toBe(
    sumOf(deposits, (each) => each.availableCents - each.currentCents),
  );
  await expect(totalNamed(page, "Owed on loans")).toHaveCount(loans.length === 0 ? 0 : 1);
  if (loans.length === 0) return;
  const credit = totalNamed(page, "In credit on loans");
  const creditCents = (await credit.count()) === 0 ? 0 : await readCents(credit);
  const owedCents = await readCents(totalNamed(page, "Owed on loans"));
  expect(creditCents - owedCents).toBe(sumOf(loans, (each) => each.currentCents));
  expect(owedCents).toBe(sumOf(loans, (each) => Math.max(0, -each.currentCents)));
}

for (const name of seededGroups) {
  test(`the amounts and sums of ${name} are the ledger's, live and sandbox`, async ({
    page,
    simulator,
  }, testInfo) => {
    testInfo.setTimeout(120_000);
    const group = await simulator.seededGroup(name);
    await signIn(page, group);
    await page.goto(`/groups/${group.groupId}?environment=sandbox`);
    const mint = page.getByRole("button", { name: "Mint a sandbox token" });
    await expect(mint.or(accounts(page).getByText(/^Read from Increase/))).toBeVisible();
    if (await mint.isVisible()) await mint.click();
    await expect(accounts(page)).toContainText("Read from Increase");
    for (const side of ["live", "sandbox"] as const) {
      await page.goto(`/groups/${group.groupId}?environment=${side}`);
      for (const ledger of await readLedger(simulator, group.groupId, side)) {
        if (ledger.length === 0) {
          await expect(accounts(page)).toContainText(/No accounts/);
          continue;
        }
        await expect(totals(page)).toContainText("$");
        await expectLedger(page, ledger);
        const next = page.getByRole("link", { name: "Next page" });
        if ((await next.count()) > 0) await Promise.all([page.waitForURL(/cursor=/), next.click()]);
      }
    }
  });
}
