import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Everything a build of the portal is made from. What does not exist counts for nothing. */
const buildInputs = [
  "app",
  "bench/floors",
  "db",
  "lib",
  "public",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
] as const;

/** A hash over the names and the content of the inputs; tests among them do not count. */
export async function hashInputs(rootDir: string, inputs: readonly string[] = buildInputs): Promise<string> {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const path of await listFiles(rootDir, input)) {
      const content = await readFile(join(rootDir, path));
      hash.update(`${path}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

async function listFiles(rootDir: string, path: string): Promise<string[]> {
  try {
    const entries = await readdir(join(rootDir, path), { withFileTypes: true });
    const lists = entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => listFiles(rootDir, `${path}/${entry.name}`));
    return (await Promise.all(lists)).flat();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOTDIR") return isTest(path) ? [] : [path];
    if (code === "ENOENT") return [];
    throw error;
  }
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith("db/testing/");
}
