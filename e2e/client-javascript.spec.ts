import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";

const mostExtraBytes = 15 * 1024;
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

test("the group page sends at most 15 KB of JavaScript more than an empty page", async ({
  page,
  group,
}, testInfo) => {
  testInfo.setTimeout(180_000);
  await signIn(page, group);
  const [floor, groupPage] = [await measureFloor(), await measurePage(page)];
  process.stdout.write(`empty page ${floor} B, group page ${groupPage} B, gzip (+${groupPage - floor} B)\n`);
  expect(floor).toBeGreaterThan(50_000);
  expect(groupPage - floor).toBeLessThanOrEqual(mostExtraBytes);
});
