import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectCustomer } from "@/bench/customer";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { startSimulator } from "@/simulator/index";
import { findForeignFiles, readPackages } from "../deploy/vercel-output";
import { answersOk, startChild, waitUntilReady } from "../stack/child";
import { basicEnvironment, portalEnvironment, type StackUrls } from "../stack/environment";
import { startKeeper, type Keeper } from "../stack/keeper";
import { findFreePort } from "../stack/ports";
import { rootDir } from "../stack/settings";
import { distDir } from "../testing/checks";

let keeper: Keeper;
let directory: string;
let database: TestDatabase;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let urls: StackUrls;

/** As docs/deploy.md says: what was built, and what the browser loads beside it, in a place of their own. */
async function carry(target: string): Promise<void> {
  const built = join(rootDir, distDir);
  await cp(join(built, "standalone"), target, { recursive: true, verbatimSymlinks: true });
  await cp(join(built, "static"), join(target, distDir, "static"), { recursive: true });
}

beforeAll(async () => {
  keeper = startKeeper();
  directory = await mkdtemp(join(tmpdir(), "standalone-"));
  keeper.keepPath(directory);
  await carry(directory);
  const port = await findFreePort();
  const portal = `http://localhost:${port}`;
  database = await createTestDatabase();
  simulator = await startSimulator({ redirectUrl: `${portal}/api/auth/callback/increase` });
  urls = { portal, simulator: simulator.url, database: database.url };
  const child = startChild(keeper, {
    name: "The standalone server",
    command: [process.execPath, "server.js"],
    env: {
      ...basicEnvironment(),
      ...portalEnvironment(urls),
      NODE_ENV: "production",
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
    },
    cwd: directory,
    logFile: join(directory, "server.log"),
  });
  await waitUntilReady(child, () => answersOk(`http://127.0.0.1:${port}/api/health`));
});
afterAll(async () => {
  await keeper.end();
  await simulator.close();
  await database.drop();
});

test("a customer signs in and sees their group, far from the checkout", async () => {
  const customer = await connectCustomer(urls, { accounts: 2, transactions_per_account: 1 });
  const page = await fetch(`${urls.portal}/groups/${customer.groupId}`, {
    headers: { cookie: customer.cookie },
  });
  const html = await page.text();
  expect(page.status).toBe(200);
  for (const accountId of customer.accountIds) expect(html).toContain(accountId);
  const [, script] = /src="(\/_next\/static\/[^"]+\.js)/.exec(html) ?? [];
  expect((await fetch(`${urls.portal}${script}`)).status).toBe(200);
});

test("what is carried is the portal, and nothing that only tests or builds it", async () => {
  const entries = await readdir(directory, { recursive: true });
  const files = entries.filter((file) => !["server.js", "server.log"].includes(file));
  const packages = await readPackages(join(rootDir, "package-lock.json"));
  expect(existsSync(join(directory, "node_modules/next"))).toBe(true);
  expect(findForeignFiles(files, packages, distDir)).toEqual([]);
});
