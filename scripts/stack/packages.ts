import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { sep } from "node:path";
import { z } from "zod";

const Manifest = z.object({ version: z.string() });

export type InstalledPackage = { directory: string; entry: string; version: string };

/** @throws when it is not installed */
export async function findPackage(name: string): Promise<InstalledPackage> {
  const entry = createRequire(import.meta.url).resolve(name);
  const inside = `${sep}node_modules${sep}${name.replaceAll("/", sep)}`;
  const directory = entry.slice(0, entry.lastIndexOf(inside) + inside.length);
  const { version } = Manifest.parse(JSON.parse(await readFile(`${directory}/package.json`, "utf8")));
  return { directory, entry, version };
}
