import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashInputs } from "./build-stamp";

let root = "";
const hash = () => hashInputs(root, ["app", "proxy.ts", "absent"]);

async function write(path: string, content: string) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "build-stamp-"));
  await write("app/page.tsx", "one");
  await write("app/(public)/page.tsx", "two");
  await write("proxy.ts", "three");
});
afterEach(() => rm(root, { recursive: true }));

test("the same content has the same stamp, whenever it was written", async () => {
  const before = await hash();
  await write("app/page.tsx", "one");
  expect(await hash()).toBe(before);
});

test("a changed, moved, new or removed input changes the stamp", async () => {
  const seen = [await hash()];
  await write("app/(public)/page.tsx", "changed");
  seen.push(await hash());
  await rename(join(root, "app/page.tsx"), join(root, "app/moved.tsx"));
  seen.push(await hash());
  await write("absent", "now here");
  seen.push(await hash());
  await rm(join(root, "proxy.ts"));
  seen.push(await hash());
  expect(new Set(seen).size).toBe(5);
});

test("a test beside the code needs no build", async () => {
  const before = await hash();
  await write("app/page.test.ts", "expect");
  await write("app/page.int.test.ts", "expect");
  expect(await hash()).toBe(before);
});
