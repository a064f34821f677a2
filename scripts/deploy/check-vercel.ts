import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startChild } from "../stack/child";
import { basicEnvironment } from "../stack/environment";
import { rootDir } from "../stack/settings";
import { runStep } from "../stack/steps";
import { CheckFailure, countAsOne, type Run } from "../testing/checks";
import type { Counts } from "../testing/counts";
import { copyCheckout, linkTree } from "./checkout";
import { runFunctions } from "./run-functions";
import { findVercelCli, vercelVersion } from "./vercel-cli";
import { readVercelConfig } from "./vercel-config";
import { findOutputFaults, readPackages, readVercelOutput } from "./vercel-output";

/** What `vercel link` would write, of a project that is nowhere. The packages are there already. */
const project = {
  projectId: "prj_offline",
  orgId: "team_offline",
  settings: { framework: "nextjs", installCommand: "", nodeVersion: "24.x" },
};

/** `vercel build` of this checkout, without a network or an account, and what its functions are made of. */
export async function checkVercel(run: Run): Promise<Counts> {
  const { keeper, dataDir, directory } = run;
  const cli = await runStep("Finding Vercel's CLI", () => findVercelCli(keeper, dataDir, directory.path));
  if (cli === null) {
    process.stdout.write(
      `○ Vercel: skipped, neither passed nor failed: vercel@${vercelVersion} can't be installed here, so nobody has tried whether this checkout builds on Vercel.\n`,
    );
    return { passed: 0, failed: 0 };
  }
  return countAsOne("Vercel's build", async () => {
    const siteDir = join(directory.path, "vercel");
    await copyCheckout(siteDir);
    linkTree(join(rootDir, "node_modules"), join(siteDir, "node_modules"));
    await build(run, cli, siteDir);
    const faults = findOutputFaults(await readVercelOutput(join(siteDir, ".vercel/output")), {
      config: await readVercelConfig(siteDir),
      packages: await readPackages(join(siteDir, "package-lock.json")),
      routeFiles: await listRoutes(join(siteDir, "app")),
    });
    if (faults.length > 0) throw new CheckFailure(faults.join("\n"));
    await runFunctions(run, siteDir);
  });
}

async function build({ keeper, directory }: Run, cli: string, siteDir: string): Promise<void> {
  await mkdir(join(siteDir, ".vercel"));
  await writeFile(join(siteDir, ".vercel/project.json"), JSON.stringify(project));
  const home = join(directory.path, "vercel-home");
  await mkdir(home);
  const logFile = join(directory.path, "vercel.log");
  const { code, words } = await startChild(keeper, {
    name: "vercel build",
    command: [process.execPath, cli, "build", "--yes"],
    env: {
      ...basicEnvironment(),
      CI: "1",
      // Nobody's account.
      HOME: home,
      VERCEL_TELEMETRY_DISABLED: "1",
      NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, "no-network.mjs")).href}`,
    },
    cwd: siteDir,
    logFile,
  }).ended;
  if (code === 0) return;
  const log = (await readFile(logFile, "utf8")).trimEnd().split("\n").slice(-60).join("\n");
  throw new CheckFailure(`vercel build ${words}:\n${log}`);
}

async function listRoutes(appDir: string): Promise<string[]> {
  const files = await readdir(appDir, { recursive: true });
  return files.filter((file) => /(^|\/)(page|route)\.tsx?$/.test(file));
}
