import { existsSync } from "node:fs";
import { mkdtemp, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startChild } from "../stack/child";
import type { Keeper } from "../stack/keeper";

/** Newer ones did not install from every registry. Too big for package.json: 250 MB. */
export const vercelVersion = "58.10.0";
const longestInstallMs = 4 * 60_000;

/** The CLI's entry, installed once into DATA_DIR; null where it can't be had. */
export async function findVercelCli(keeper: Keeper, dataDir: string, logDir: string): Promise<string | null> {
  const directory = join(dataDir, `vercel-${vercelVersion}`);
  const entry = join(directory, "node_modules/vercel/dist/vc.js");
  if (existsSync(entry)) return entry;
  const partial = await mkdtemp(`${directory}-`);
  keeper.keepPath(partial);
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const [file = "npm", ...before] = npm;
  // Where there is no network npm would try for many minutes.
  const flags = [
    "--fetch-retries=1",
    "--fetch-timeout=60000",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--loglevel=error",
  ];
  const child = startChild(keeper, {
    name: "The installation of Vercel's CLI",
    command: [file, ...before, "install", "--prefix", partial, ...flags, `vercel@${vercelVersion}`],
    // The person's own: which registry there is, and how to reach it, is said by variables too.
    env: process.env,
    cwd: partial,
    logFile: join(logDir, "vercel-cli.log"),
  });
  const ending = await Promise.race([child.ended, delay(longestInstallMs, null, { ref: false })]);
  if (ending?.code !== 0 || !existsSync(join(partial, "node_modules/vercel/dist/vc.js"))) return null;
  await rename(partial, directory);
  return entry;
}
