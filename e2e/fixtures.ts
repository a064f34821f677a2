import { randomUUID } from "node:crypto";
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
export type StaffRole = "viewer" | "operator" | "owner";
/** Somebody with an account at the staff's issuer. */
export type Person = { sub: string; email: string };
/** Somebody who is staff. */
export type Staff = Person & { staffId: string; name: string };
export type Query = <Row extends QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

type Fixtures = {
  /** A customer group of the test's own. */
  group: Group;
  query: Query;
  /** One of the staff, of the test's own: signs in with signInStaff(). */
  makeStaff: (role: StaffRole) => Promise<Staff>;
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
  makeStaff: async ({ query, simulator }, use) => {
    await use(async (role) => {
      const name = `${role} ${randomUUID().slice(0, 8)}`;
      const person = await simulator.makePerson({ name });
      const [row] = await query<{ id: string }>(
        `insert into staff (issuer, subject, email, name, role, created_at)
         values ($1, $2, $3, $4, $5, now()) returning id`,
        [`${simulator.url}/staff`, person.sub, person.email, name, role],
      );
      return { ...person, name, staffId: row?.id ?? "" };
    });
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

/** On the staff's sign-in page: goes on to the issuer, and is that person there. */
export async function chooseStaff(page: Page, { sub }: Person): Promise<void> {
  await page.getByRole("button", { name: "Continue with your company’s sign-in" }).click();
  await page.locator(`button[name=sub][value="${sub}"]`).click();
}

/** Signs in as one of the staff would who opened a page of theirs, up to that page. */
export async function signInStaff(page: Page, person: Person, path = "/admin/staff"): Promise<void> {
  await page.goto(path);
  await chooseStaff(page, person);
  await page.waitForURL(`${portalUrl}${path}`);
}

/** The page that explains a failed sign-in, with the id of the request that failed. */
export function failedUrl(reason: string): RegExp {
  return new RegExp(`^${portalUrl}/sign-in/failed\\?reason=${reason}&request=[0-9a-f-]{36}$`);
}

export async function sessionCookie(context: BrowserContext): Promise<string | undefined> {
  const cookies = await context.cookies(portalUrl);
  return cookies.find(({ name }) => name === "authjs.session-token")?.value;
}
