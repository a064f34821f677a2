import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { startChild, toProblem } from "../stack/child";
import { basicEnvironment } from "../stack/environment";
import { readIfExists } from "../stack/files";
import type { Keeper } from "../stack/keeper";
import { rootDir } from "../stack/settings";
import { parseMutationReport, type FileScore } from "./report";

const configFile = "stryker.config.json";
/** What is mutated, with all that its tests load. */
const parts = ["lib", "db", "scripts/mutation", configFile, "package.json", "tsconfig.json"];

const Config = z.object({
  mutate: z.array(z.string()),
  jsonReporter: z.object({ fileName: z.string() }),
});

async function readConfig(): Promise<z.infer<typeof Config>> {
  return Config.parse(JSON.parse(await readFile(join(rootDir, configFile), "utf8")));
}

export async function listMutatedFiles(): Promise<string[]> {
  return (await readConfig()).mutate;
}

async function copyProject(target: string): Promise<void> {
  for (const part of parts) await cp(join(rootDir, part), join(target, part), { recursive: true });
  await symlink(join(rootDir, "node_modules"), join(target, "node_modules"));
}

/**
 * Changes the files one small way after another, in a copy, and counts which changes their tests notice.
 * @throws Problem where Stryker could not do it, as when a test fails before anything is changed
 */
export async function mutate(
  keeper: Keeper,
  directory: string,
  files: readonly string[],
): Promise<FileScore[]> {
  const { jsonReporter } = await readConfig();
  const copy = join(directory, "mutated");
  await mkdir(copy);
  await copyProject(copy);
  const program = join(rootDir, "node_modules/.bin/stryker");
  const child = startChild(keeper, {
    name: "Stryker",
    // In place is in the copy: its own would hold a second one of everything, and walk all of the work tree first.
    command: [process.execPath, program, "run", configFile, "--inPlace", "--mutate", files.join(",")],
    cwd: copy,
    env: basicEnvironment(),
    logFile: join(directory, "stryker.log"),
  });
  const { words } = await child.ended;
  const report = await readIfExists(join(copy, jsonReporter.fileName));
  if (report === null) throw toProblem(child, words);
  return parseMutationReport(report);
}
