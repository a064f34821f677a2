import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
/** Else a colour is looked at on its way from light to dark. */
const still = { reducedMotion: "reduce" } as const;
const rulesOfColour = ["color-contrast", "link-in-text-block"];

async function expectNoFault(page: Page, form: string, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
  // Soft: one run names the faults of all pages.
  expect.soft(found, `${page.url()}, ${form}`).toEqual([]);
}

/**
 * That axe finds nothing on the page as it stands, and that it does not scroll sideways: at 320 and 1440 px, light and
 * dark. The colours are all that differs in the dark, so there their contrast is all that is looked at again.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const shown = page.viewportSize();
  for (const width of [320, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: "light", ...still });
    await expectNoFault(page, `${width} px, light`, new AxeBuilder({ page }).withTags(rules));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(overflow, `${page.url()}, ${width} px`).toBeLessThanOrEqual(0);
    await page.emulateMedia({ colorScheme: "dark", ...still });
    await expectNoFault(page, `${width} px, dark`, new AxeBuilder({ page }).withRules(rulesOfColour));
  }
  if (shown !== null) await page.setViewportSize(shown);
}

/** The same, with everything that is folded away unfolded. */
export async function expectAllAccessible(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await expectAccessible(page);
}
