import type { Locator, Page } from "@playwright/test";
import type { Group } from "./fixtures";

/** The group's first account, as its customer opens it. */
export const accountOf = ({ groupId, accountIds }: Group) => `/groups/${groupId}/accounts/${accountIds[0]}`;

export const part = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

/** The transactions: lines that open. */
export const row = (page: Page): Locator => part(page, "Transactions").locator("li > details");

export async function openAccount(
  page: Page,
  group: Group,
  search: Record<string, string> = {},
): Promise<void> {
  const query = new URLSearchParams(search);
  await page.goto(`${accountOf(group)}${query.size === 0 ? "" : `?${query}`}`);
}

/** The ids of the transactions on the page, in its order. */
export async function idsOn(page: Page): Promise<string[]> {
  const lines = part(page, "Transactions").locator("li:has(> details)");
  return lines.evaluateAll((found) => found.map(({ id }) => id));
}
