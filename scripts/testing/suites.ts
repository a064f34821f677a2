import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startChild } from "../stack/child";
import { basicEnvironment } from "../stack/environment";
import { readIfExists } from "../stack/files";
import { rootDir } from "../stack/settings";
import { toEnvironment, type ProofSettings } from "../proof/sizes";
import { runStep } from "../stack/steps";
import { findChromium } from "./chromium";
import { distDir, type Run } from "./checks";
import { countPlaywright, countVitest, type Counts } from "./counts";
import { listPlaywrightFailures, listVitestFailures } from "./failures";
import { isPortalBuilt } from "../stack/portal";
import { startTestStack } from "./test-stack";

export function runUnit(run: Run): Promise<Counts> {
  return runVitest(run, "unit", ["--project=unit"]);
}

export function runIntegration(run: Run): Promise<Counts> {
  return runVitest(run, "integration", ["--project=int-pg", "--project=int-neon"]);
}

/** @param settings null: the fixed samples of `npm test` */
export async function runProof(run: Run, settings: ProofSettings | null = null): Promise<Counts> {
  if (!(await isPortalBuilt(distDir))) {
    process.stdout.write("✖ Proof: there is no build to attack\n");
    return { passed: 0, failed: 1 };
  }
  return runVitest(run, "proof", ["--project=proof"], settings === null ? {} : toEnvironment(settings));
}

async function runVitest(
  run: Run,
  name: string,
  projects: string[],
  env: Record<string, string> = {},
): Promise<Counts> {
  const report = join(run.directory.path, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const exitCode = await runProgram(run, "vitest", ["run", ...projects, ...reporters, ...run.args], {
    ...env,
    DATA_DIR: run.dataDir,
  });
  const written = await readIfExists(report);
  return { ...countVitest(written, exitCode), failures: listVitestFailures(written) };
}

export async function runE2e(run: Run): Promise<Counts> {
  if (!(await isPortalBuilt(distDir))) {
    process.stdout.write("✖ End to end: there is no build to test\n");
    return { passed: 0, failed: 1 };
  }
  const { keeper, dataDir, directory } = run;
  const results = join(rootDir, "test-results");
  await mkdir(results, { recursive: true });
  const browser = await runStep("Finding a Chromium", () => findChromium(keeper, dataDir, directory.path));
  const portalLog = join(results, "portal.log");
  const { urls, ownerUrl } = await runStep("Starting a stack for the tests", () =>
    startTestStack(run, portalLog),
  );
  const report = join(directory.path, "e2e.json");
  const exitCode = await runProgram(run, "playwright", ["test", "--reporter=list,json", ...run.args], {
    ...browser.env,
    CHROMIUM_PATH: browser.path,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    PORTAL_URL: urls.portal,
    SIMULATOR_URL: urls.simulator,
    DATABASE_URL: ownerUrl,
    PORTAL_LOG: portalLog,
  });
  const written = await readIfExists(report);
  return { ...countPlaywright(written, exitCode), failures: listPlaywrightFailures(written) };
}

/** Prints here as it goes. */
async function runProgram({ keeper }: Run, name: string, args: string[], env: Record<string, string>) {
  const child = startChild(keeper, {
    name,
    command: [process.execPath, join("node_modules/.bin", name), ...args],
    env: { ...basicEnvironment(), ...env },
  });
  return (await child.ended).code;
}
