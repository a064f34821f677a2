import { copyFile, cp, lstat, mkdir, readFile, readlink, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { startThrowawayCluster } from "../postgres/throwaway";
import { startChild, waitUntilReady } from "../stack/child";
import { basicEnvironment, portalEnvironment } from "../stack/environment";
import { findFreePort } from "../stack/ports";
import { prepareDatabase } from "../stack/stack";
import type { Run } from "../testing/checks";

const FileMap = z.object({ filePathMap: z.record(z.string(), z.string()) });

/** A function's files, and no others. Links stay links: a bundle names its packages by them. */
async function unpackFunction(siteDir: string, name: string, target: string): Promise<void> {
  const place = await realpath(join(siteDir, ".vercel/output/functions", `${name}.func`));
  await cp(place, target, { recursive: true, verbatimSymlinks: true });
  const { filePathMap } = FileMap.parse(JSON.parse(await readFile(join(place, ".vc-config.json"), "utf8")));
  for (const [to, from] of Object.entries(filePathMap)) {
    const [source, copy] = [join(siteDir, from), join(target, to)];
    await mkdir(dirname(copy), { recursive: true });
    if ((await lstat(source)).isSymbolicLink()) await symlink(await readlink(source), copy);
    else await copyFile(source, copy);
  }
}

async function answers(url: string, words: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return (await response.text()).includes(words) && response.status === 200;
  } catch {
    return false;
  }
}

const tried = [
  { name: "index", path: "/", words: "Continue with Increase" },
  { name: "api/health", path: "/api/health", words: '"ok"' },
] as const;

/**
 * Serves a page and a route from nothing but what their functions carry.
 * @throws Problem with the end of its log where one does not answer
 */
export async function runFunctions({ keeper, directory }: Run, siteDir: string): Promise<void> {
  const path = join(directory.path, "functions");
  await mkdir(path, { recursive: true });
  const cluster = await startThrowawayCluster(keeper, { ...directory, path });
  const database = await prepareDatabase(cluster, "portal");
  for (const { name, path: address, words } of tried) {
    const target = join(path, name.replaceAll("/", "-"));
    await unpackFunction(siteDir, name, target);
    const port = await findFreePort();
    const urls = { portal: `http://localhost:${port}`, simulator: "http://127.0.0.1:1", database };
    const child = startChild(keeper, {
      name: `The function ${name}`,
      command: [process.execPath, join(import.meta.dirname, "serve-function.mjs"), target, String(port)],
      env: {
        ...basicEnvironment(),
        ...portalEnvironment(urls),
        NODE_ENV: "production",
        VERCEL: "1",
        VERCEL_ENV: "production",
      },
      cwd: target,
      logFile: join(path, `${name.replaceAll("/", "-")}.log`),
    });
    await waitUntilReady(child, () => answers(`http://127.0.0.1:${port}${address}`, words));
  }
}
