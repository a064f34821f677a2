import type { Locator, Page } from "@playwright/test";
import { expect, type Query } from "./fixtures";

/** The sums at the head of a group's page. */
export const totals = (page: Page): Locator => page.getByRole("region", { name: "Balances", exact: true });

/** One of them, by what it is called. */
export function totalNamed(page: Page, name: string): Locator {
  return totals(page)
    .locator("dl > div, dl:not(:has(> div))")
    .filter({ has: page.locator("dt", { hasText: name }) })
    .locator("data");
}

export const accounts = (page: Page): Locator => page.getByRole("region", { name: "Accounts", exact: true });
/** Above what was read before, where Increase can't be asked. */
export const keptMark = (page: Page): Locator => page.getByRole("region", { name: "How old this is" });
export const transactions = (page: Page): Locator => page.getByRole("region", { name: "Last transactions" });

/** What a program reads of an amount: integer cents. */
export async function readCents(amount: Locator): Promise<number> {
  const value = (await amount.getAttribute("value")) ?? "";
  expect(value).toMatch(/^-?\d+ USD$/);
  return Number(value.split(" ")[0]);
}

/** Until what the customer's page has read is kept, for when Increase can't be asked. */
export async function untilKept(query: Query, groupId: string, environment = "live"): Promise<void> {
  const read = () =>
    query(
      `select 1 from kept_accounts k join connections c on c.id = k.connection_id
       where c.group_id = $1 and k.environment = $2`,
      [groupId, environment],
    );
  await expect.poll(read).toHaveLength(1);
}

/** As though it had been read twelve minutes ago. */
export async function ageKept(query: Query, groupId: string, environment = "live"): Promise<void> {
  await untilKept(query, groupId, environment);
  await query(
    `update kept_accounts set read_at = now() - interval '12 minutes'
     where connection_id in (select id from connections where group_id = $1)`,
    [groupId],
  );
}
