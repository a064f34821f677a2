import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { openAccount, part } from "./account";
import { expect, signIn, signInStaff, test } from "./fixtures";
import { connectGroup, connectionPath } from "./staff";

const mostExtraBytes = 15 * 1024;
const mostExtraBytesOfAccount = 45 * 1024;
/** Of the staff’s pages the list of connections had the most, 4,397 B: this is a little above. */
const mostExtraBytesOfStaff = 6 * 1024;
const emptyPage = join(import.meta.dirname, "../bench/empty-page");

/** Scripts that a browser of today loads with the document; `nomodule` is for those of long ago. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<script\b[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1]);
  return [...new Set(sources.flatMap((source) => (source === undefined ? [] : [source])))];
}

function gzippedSize(files: Buffer[]): number {
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0);
}

/** Built once for the file's tests, which run in one process, one after the other. */
let floor: Promise<number> | undefined;

async function measureFloor(): Promise<number> {
  const next = join(import.meta.dirname, "../node_modules/.bin/next");
  const { NODE_ENV: _mode, ...env } = process.env;
  await promisify(execFile)(process.execPath, [next, "build", emptyPage], {
    env: { ...env, NODE_ENV: "production" },
  });
  const html = await readFile(join(emptyPage, ".next/server/app/index.html"), "utf8");
  const files = scriptsOf(html).map((source) => source.replace(/\?.*$/, "").replace("/_next/", "/.next/"));
  return gzippedSize(await Promise.all(files.map((file) => readFile(join(emptyPage, file)))));
}

async function measurePage(page: Page): Promise<number> {
  const html = await (await page.request.get(page.url())).text();
  const files = scriptsOf(html).map(async (source) => (await page.request.get(source)).body());
  return gzippedSize(await Promise.all(files));
}

test.describe.configure({ mode: "default" });

test("the group page sends at most 15 KB of JavaScript more than an empty page", async ({
  page,
  group,
}, testInfo) => {
  testInfo.setTimeout(180_000);
  await signIn(page, group);
  floor ??= measureFloor();
  const [empty, groupPage] = [await floor, await measurePage(page)];
  process.stdout.write(`empty page ${empty} B, group page ${groupPage} B, gzip (+${groupPage - empty} B)\n`);
  expect(empty).toBeGreaterThan(50_000);
  expect(groupPage - empty).toBeLessThanOrEqual(mostExtraBytes);
});

test("an account's page, with its chart, sends at most 45 KB more", async ({ page, group }, testInfo) => {
  testInfo.setTimeout(180_000);
  await signIn(page, group);
  await openAccount(page, group);
  await expect(part(page, "Balance")).toContainText("Show as a table");
  floor ??= measureFloor();
  const extra = (await measurePage(page)) - (await floor);
  process.stdout.write(`account page: +${extra} B over an empty page, gzip\n`);
  expect(extra).toBeLessThanOrEqual(mostExtraBytesOfAccount);
});

test("the staff's pages send at most 6 KB of JavaScript more than an empty page", async ({
  page,
  browser,
  group,
  makeStaff,
  query,
}, testInfo) => {
  testInfo.setTimeout(180_000);
  await connectGroup(browser, group);
  const connection = await connectionPath(query, group.groupId);
  await signInStaff(page, await makeStaff("owner"), "/admin");
  floor ??= measureFloor();
  const empty = await floor;
  for (const path of ["/admin", "/admin/connections", connection, "/admin/events", "/admin/staff"]) {
    await page.goto(path);
    const extra = (await measurePage(page)) - empty;
    process.stdout.write(`${path}: +${extra} B over an empty page, gzip\n`);
    expect(extra).toBeLessThanOrEqual(mostExtraBytesOfStaff);
  }
});
