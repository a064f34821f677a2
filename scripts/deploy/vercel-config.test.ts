import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cronMaxDuration } from "@/lib/http/cron-route";
import { rootDir } from "../stack/settings";
import { functionSeconds, readVercelConfig } from "./vercel-config";

const config = await readVercelConfig(rootDir);
const routes = (await readdir(join(rootDir, "app/api/cron"))).map((name) => `/api/cron/${name}`);

test("each cron of the portal is called, at an address that there is", () => {
  expect(config.crons.map(({ path }) => path).toSorted()).toEqual(routes.toSorted());
  for (const path of routes) expect(existsSync(join(rootDir, `app${path}/route.ts`))).toBe(true);
});

test("events and alerts are due every minute, reconciliation every ten", () => {
  expect(Object.fromEntries(config.crons.map(({ path, schedule }) => [path, schedule]))).toEqual({
    "/api/cron/process": "* * * * *",
    "/api/cron/reconcile": "*/10 * * * *",
  });
});

test("the crons' own limit is the one that Vercel ends them at, and no file names another", async () => {
  expect(functionSeconds(config)).toBe(cronMaxDuration);
  const files = await readdir(join(rootDir, "app"), { recursive: true });
  for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
    expect(await readFile(join(rootDir, "app", file), "utf8"), file).not.toContain("maxDuration");
  }
});

test("the database is migrated after the build, and before the new version serves", () => {
  expect(config.buildCommand).toBe("next build && node scripts/run.mjs release");
});
