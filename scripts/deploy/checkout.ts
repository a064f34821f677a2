import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { rootDir } from "../stack/settings";

function list(...args: string[]): string[] {
  const text = execFileSync("git", ["ls-files", "-z", ...args], { cwd: rootDir, encoding: "utf8" });
  return text.split("\0").filter((path) => path !== "");
}

/** What Vercel would be sent: what git knows or would add, without what .vercelignore leaves out. */
export async function copyCheckout(target: string): Promise<void> {
  const ignored = new Set(list("--cached", "--others", "--ignored", "--exclude-from=.vercelignore"));
  const files = list("--cached", "--others", "--exclude-standard").filter(
    (path) => !ignored.has(path) && existsSync(join(rootDir, path)),
  );
  for (const directory of new Set(files.map((path) => dirname(join(target, path))))) {
    await mkdir(directory, { recursive: true });
  }
  await Promise.all(files.map((path) => copyFile(join(rootDir, path), join(target, path))));
}

/** The same files under another name, as fast as directories can be made. A bundler follows no link out of its root. */
export function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, copy);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), copy);
    else linkOrCopy(source, copy);
  }
}

function linkOrCopy(source: string, copy: string): void {
  try {
    linkSync(source, copy);
  } catch (error) {
    // Another file system, or one without links.
    if (!(error instanceof Error && "code" in error)) throw error;
    copyFileSync(source, copy);
  }
}
