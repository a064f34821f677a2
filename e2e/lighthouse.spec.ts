import { expect, portalUrl, signIn, test } from "./fixtures";
import { auditedPages, auditPage, formFactors, listFaults, scoreOf, withAuditBrowser } from "./lighthouse";

// Performance is a matter of the machine: `npm run bench` has it.
const least = { accessibility: 1, "best-practices": 0.95 } as const;
const categories = ["accessibility", "best-practices"] as const;

for (const { name, pathOf } of auditedPages) {
  test(`Lighthouse gives the ${name} 100 for accessibility and at least 95 for best practices`, async ({
    group,
  }, testInfo) => {
    testInfo.setTimeout(180_000);
    const browser = { portalUrl, executablePath: process.env.CHROMIUM_PATH };
    await withAuditBrowser(browser, async ({ context, port }) => {
      const page = await context.newPage();
      await signIn(page, group);
      await page.close();
      for (const formFactor of formFactors) {
        const url = `${portalUrl}${pathOf(group)}`;
        const result = await auditPage({ url, port, formFactor, categories });
        for (const category of categories) {
          const faults = listFaults(result, category).join("\n  ");
          // Soft: one run names the faults of both categories and form factors.
          expect
            .soft(scoreOf(result, category), `${name}, ${formFactor}, ${category}\n  ${faults}`)
            .toBeGreaterThanOrEqual(least[category]);
        }
      }
    });
  });
}
