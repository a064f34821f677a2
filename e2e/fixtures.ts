import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { Client, type QueryResultRow } from "pg";
import { Simulator } from "./simulator";

function requireVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm run test:e2e`);
  return value;
}

export const portalUrl = requireVariable("PORTAL_URL");
export const portalLog = requireVariable("PORTAL_LOG");
const databaseUrl = requireVariable("DATABASE_URL");
if (new URL(databaseUrl).hostname !== "127.0.0.1")
  throw new Error("These tests write: only to a local database.");

export type Group = { groupId: string; accountIds: string[] };
export type Query = <Row extends QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

type Fixtures = {
  /** A customer group of the test's own. */
  group: Group;
  query: Query;
  /** Messages that the test itself brings about; any other error on the console fails it. */
  expectedErrors: RegExp[];
  browserErrors: string[];
};
type WorkerFixtures = { simulator: Simulator };

function watch(context: BrowserContext, errors: string[]): void {
  context.on("weberror", (error) => errors.push(`uncaught: ${error.error().message}`));
  context.on("console", (message) => {
    // Only the portal's own pages are held to it; the consent page is another company's.
    if (message.type() === "error" && message.page()?.url().startsWith(portalUrl))
      errors.push(message.text());
  });
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  simulator: [async ({}, use) => use(new Simulator(requireVariable("SIMULATOR_URL"))), { scope: "worker" }],
  group: async ({ simulator }, use) => use(await simulator.makeGroup()),
  query: async ({}, use) => {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await use(async (text, values) => (await client.query(text, values)).rows);
    await client.end();
  },
  expectedErrors: [[], { option: true }],
  browserErrors: [
    async ({ context, expectedErrors }, use) => {
      const errors: string[] = [];
      watch(context, errors);
      await use(errors);
      expect(errors.filter((error) => !expectedErrors.some((known) => known.test(error)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export const notFoundOnConsole = /Failed to load resource: the server responded with a status of 404/;

/** Chooses the group on the consent page, which lists few groups as radio buttons and many as a select. */
export async function chooseGroup(page: Page, groupId: string): Promise<void> {
  await expect(page.getByRole("button", { name: "Approve" })).toBeVisible();
  const select = page.locator("select[name=group_id]");
  if ((await select.count()) > 0) await select.selectOption(groupId);
  else await page.locator(`input[name=group_id][value="${groupId}"]`).check({ force: true });
}

export async function openConsent(page: Page, path = "/"): Promise<void> {
  await page.goto(path);
  await page.getByRole("button", { name: "Continue with Increase" }).click();
  await page.waitForURL(/\/oauth\/authorization\?/);
}

/** Signs in as a person would, from the button to the group's page. */
export async function signIn(page: Page, group: Group, path = "/"): Promise<void> {
  await openConsent(page, path);
  await approve(page, group);
}

/** On the consent page: chooses the group, approves, and comes back signed in. */
export async function approve(page: Page, { groupId }: Group): Promise<void> {
  await chooseGroup(page, groupId);
  await page.getByRole("button", { name: "Approve" }).click();
  await page.waitForURL(new RegExp(`${portalUrl}/groups/${groupId}`));
}

/** Goes as far as the callback's address without following it: Increase's answer to the approval is held back. */
export async function catchCallback(page: Page, { groupId }: Group): Promise<string> {
  await openConsent(page);
  await chooseGroup(page, groupId);
  let callback = "";
  await page.route("**/oauth/authorization", async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    callback = answer.headers().location ?? "";
    await route.fulfill({ contentType: "text/plain", body: "held back" });
  });
  await page.getByRole("button", { name: "Approve" }).click();
  await expect.poll(() => callback).toContain("/api/auth/callback/increase?");
  await page.unroute("**/oauth/authorization");
  return callback;
}

/** The page that explains a failed sign-in, with the id of the request that failed. */
export function failedUrl(reason: string): RegExp {
  return new RegExp(`^${portalUrl}/sign-in/failed\\?reason=${reason}&request=[0-9a-f-]{36}$`);
}

export async function sessionCookie(context: BrowserContext): Promise<string | undefined> {
  const cookies = await context.cookies(portalUrl);
  return cookies.find(({ name }) => name === "authjs.session-token")?.value;
}
