import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunDirectory } from "../postgres/throwaway";
import { startChild, waitForSuccess } from "../stack/child";
import { basicEnvironment, nextEnvironment } from "../stack/environment";
import type { Keeper } from "../stack/keeper";
import { buildPortal, isPortalBuilt } from "../stack/portal";
import { describeFailure } from "../stack/problem";
import { rootDir } from "../stack/settings";
import { runStep } from "../stack/steps";
import type { Counts } from "./counts";

export type Run = { keeper: Keeper; dataDir: string; directory: RunDirectory; args: string[] };

export const distDir = ".next-test";

const sources = [
  "app",
  "lib",
  "db",
  "simulator",
  "scripts",
  "e2e",
  "bench",
  "proxy.ts",
  "instrumentation.ts",
];

export function checkFormat(run: Run): Promise<Counts> {
  return check(run, "Format", [["prettier", "--check", "."]]);
}

export function checkLint(run: Run): Promise<Counts> {
  return check(run, "Lint", [["oxlint", "--deny-warnings"]]);
}

export function checkLayers(run: Run): Promise<Counts> {
  const present = sources.filter((path) => existsSync(join(rootDir, path)));
  return check(run, "Layers", [["depcruise", "--config", ".dependency-cruiser.mjs", ...present]]);
}

export function checkTypes(run: Run): Promise<Counts> {
  return check(run, "Types", [
    ["next", "typegen"],
    // Not the root's own configuration: that one also reads what an older build has left in .next.
    ["tsc", "--noEmit", "--project", "scripts/testing/tsconfig.json"],
  ]);
}

export function checkBuild({ keeper, directory }: Run): Promise<Counts> {
  return countAsOne("Build", async () => {
    if (!(await isPortalBuilt(distDir)))
      // The same build, and a server beside it that can be carried elsewhere: scripts/proof/standalone.proof.test.ts.
      await buildPortal(keeper, distDir, join(directory.path, "build.log"), { NEXT_OUTPUT: "standalone" });
  });
}

/** Programs of node_modules, one after the other, their output shown only when one fails. */
function check(
  { keeper, directory }: Run,
  label: string,
  programs: [string, ...string[]][],
): Promise<Counts> {
  return countAsOne(label, async () => {
    for (const [name, ...args] of programs) {
      const logFile = join(directory.path, `${name}.log`);
      const command = [process.execPath, join("node_modules/.bin", name), ...args] as const;
      const env =
        name === "next" ? { ...nextEnvironment("production"), NEXT_DIST_DIR: distDir } : basicEnvironment();
      const { code, words } = await startChild(keeper, { name, command, env, logFile }).ended;
      if (code !== 0) throw new CheckFailure(`${name} ${words}:\n${await readFile(logFile, "utf8")}`);
    }
  });
}

/** Its message is the whole report. */
export class CheckFailure extends Error {}

export async function countAsOne(label: string, work: () => Promise<void>): Promise<Counts> {
  try {
    await runStep(label, work);
    return { passed: 1, failed: 0 };
  } catch (error) {
    const words = error instanceof CheckFailure ? error.message : describeFailure(error);
    process.stdout.write(`${words}\n`);
    return { passed: 0, failed: 1 };
  }
}

export async function formatFile({ keeper, directory }: Run, path: string): Promise<void> {
  const command = [process.execPath, join("node_modules/.bin", "prettier"), "--write", path] as const;
  const logFile = join(directory.path, "prettier.log");
  await waitForSuccess(startChild(keeper, { name: "Prettier", command, env: basicEnvironment(), logFile }));
}
