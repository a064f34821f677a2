import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hashInputs } from "./build-stamp";
import { answersOk, startChild, waitForSuccess, waitUntilReady, type Child } from "./child";
import { nextEnvironment, portalEnvironment, type StackUrls } from "./environment";
import { readIfExists } from "./files";
import type { Keeper } from "./keeper";
import { rootDir } from "./settings";

export type PortalOptions = {
  mode: "production" | "development";
  /** Of the build, relative to the root: each use has its own, so that a running demo's stays as it is. */
  distDir: ".next" | ".next-test" | ".next-bench";
  port: number;
  urls: StackUrls;
  logFile?: string;
  extraEnv?: Record<string, string>;
};

const next = [process.execPath, "node_modules/next/dist/bin/next"] as const;

export async function isPortalBuilt(distDir: string): Promise<boolean> {
  return (await readIfExists(stampOf(distDir))) === (await hashInputs(rootDir));
}

/** @param extraEnv always the same for one distDir: the stamp knows nothing of it */
export async function buildPortal(
  keeper: Keeper,
  distDir: string,
  logFile: string,
  extraEnv: Record<string, string> = {},
): Promise<void> {
  const hash = await hashInputs(rootDir);
  // Gone before the build begins: a build cut short leaves no stamp.
  await rm(stampOf(distDir), { force: true });
  const env = { ...nextEnvironment("production"), NEXT_DIST_DIR: distDir, ...extraEnv };
  const child = startChild(keeper, {
    name: "The build of the portal",
    command: [...next, "build"],
    env,
    logFile,
  });
  await waitForSuccess(child);
  await mkdir(join(rootDir, distDir), { recursive: true });
  await writeFile(stampOf(distDir), hash);
}

export async function startPortal(keeper: Keeper, options: PortalOptions): Promise<Child> {
  const { mode, distDir, port, urls, logFile, extraEnv } = options;
  const verb = mode === "production" ? "start" : "dev";
  const child = startChild(keeper, {
    name: "The portal",
    // Next.js listens on all interfaces unless told otherwise.
    command: [...next, verb, "-H", "127.0.0.1", "-p", String(port)],
    env: { ...nextEnvironment(mode), ...portalEnvironment(urls), NEXT_DIST_DIR: distDir, ...extraEnv },
    ...(logFile === undefined ? {} : { logFile }),
  });
  await waitUntilReady(child, () => answersOk(`http://127.0.0.1:${port}/api/health`));
  return child;
}

function stampOf(distDir: string): string {
  return join(rootDir, distDir, "portal-inputs.sha256");
}
