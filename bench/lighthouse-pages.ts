import type { Page } from "@playwright/test";
import type { Result } from "lighthouse";
import {
  auditedPages,
  auditPage,
  formFactors,
  withAuditBrowser,
  type AuditBrowser,
  type FormFactor,
} from "@/e2e/lighthouse";
import { Simulator } from "@/e2e/simulator";
import { basicEnvironment } from "@/scripts/stack/environment";
import type { Keeper } from "@/scripts/stack/keeper";
import { Problem } from "@/scripts/stack/problem";
import { readDataDir } from "@/scripts/stack/settings";
import { runStep } from "@/scripts/stack/steps";
import { findChromium } from "@/scripts/testing/chromium";
import { toScores, type PageScores } from "./lighthouse-scores";
import type { BenchStack } from "./stack";

const shape = { accounts: 10, transactions_per_account: 200 };

type Place = { name: string; url: string; formFactor: FormFactor; results: Result[] };

/**
 * Lighthouse's performance of the pages that a customer opens, each load with an empty cache, as often as there are
 * rounds. A round has every page once, so that a slow moment of the machine is everybody's.
 */
export async function benchLighthousePages(
  keeper: Keeper,
  stack: BenchStack,
  { rounds }: { rounds: number },
): Promise<PageScores[]> {
  const { path: executablePath, env } = await findChromium(keeper, readDataDir(process.env), stack.logDir);
  const portalUrl = stack.urls.portal;
  const group = await new Simulator(stack.urls.simulator).makeGroup(shape);
  const places = auditedPages.flatMap(({ name, pathOf }) =>
    formFactors.map((formFactor): Place => {
      const url = `${portalUrl}${pathOf(group)}`;
      return { name: `${name}, ${formFactor}`, url, formFactor, results: [] };
    }),
  );
  const options = { portalUrl, executablePath, env: { ...basicEnvironment(), ...env } };
  await withAuditBrowser(options, async (browser) => {
    await signIn(browser, portalUrl, group.groupId);
    for (const { url } of places) await warmUp(browser, url);
    for (let round = 1; round <= rounds; round += 1) {
      const label = `lighthouse, round ${round} of ${rounds}`;
      await runStep(label, () => measureAll(places, browser.port), process.stderr);
    }
  });
  return places.map(({ name, results }) => toScores(name, results));
}

async function measureAll(places: readonly Place[], port: number): Promise<void> {
  for (const { url, formFactor, results } of places)
    results.push(await auditPage({ url, port, formFactor, categories: ["performance"] }));
}

/** As the customer would, who then leaves: no other page may be at work in the browser that is measured. */
async function signIn({ context }: AuditBrowser, portalUrl: string, groupId: string): Promise<void> {
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("button", { name: "Continue with Increase" }).click();
  await chooseGroup(page, groupId);
  await page.getByRole("button", { name: "Approve" }).click();
  await page.waitForURL(`${portalUrl}/groups/${groupId}**`);
  await page.close();
}

/** The consent page lists few groups as radio buttons and many as a select. */
async function chooseGroup(page: Page, groupId: string): Promise<void> {
  await page.getByRole("button", { name: "Approve" }).waitFor();
  const select = page.locator("select[name=group_id]");
  if ((await select.count()) > 0) await select.selectOption(groupId);
  else await page.locator(`input[name=group_id][value="${groupId}"]`).check({ force: true });
}

/** What a server does once in its life is not the page's. @throws Problem where there is no such page */
async function warmUp({ context }: AuditBrowser, url: string): Promise<void> {
  const answer = await context.request.get(url);
  if (!answer.ok()) throw new Problem(`${url} answered ${answer.status()}: there is no page to measure.`);
}
