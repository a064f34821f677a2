import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createRunDirectory } from "./postgres/throwaway";
import { parseFigures } from "./proof/figures";
import { toLine, toMarkdown } from "./proof/report";
import { defaultSeed, parseScale, parseSeed } from "./proof/sizes";
import { runCommand } from "./stack/command";
import { readIfExists } from "./stack/files";
import type { Keeper } from "./stack/keeper";
import { Problem } from "./stack/problem";
import { readDataDir, rootDir } from "./stack/settings";
import { checkBuild, formatFile } from "./testing/checks";
import { runProof } from "./testing/suites";

const options = {
  scale: { type: "string" },
  seed: { type: "string" },
  write: { type: "boolean" },
} as const;

await runCommand(prove);

async function prove(keeper: Keeper, argv: string[]): Promise<number> {
  const { scale, seed, write } = readArguments(argv);
  const dataDir = readDataDir(process.env);
  const run = { keeper, dataDir, args: [], directory: await createRunDirectory(keeper, dataDir) };
  const { failed: faults } = await checkBuild(run);
  if (faults > 0) return 1;
  const figuresFile = join(run.directory.path, "figures.jsonl");
  process.stdout.write(`Scale ${scale}, seed ${seed}\n`);
  const { passed, failed } = await runProof(run, { scale, seed, figuresFile });
  const figures = parseFigures((await readIfExists(figuresFile)) ?? "");
  process.stdout.write(`\n${figures.map(toLine).join("\n")}\n\n${passed} passed, ${failed} failed\n`);
  if (write) {
    const path = join(rootDir, "docs/proof.md");
    await writeFile(path, toMarkdown({ date: new Date(), scale, seed, figures }));
    await formatFile(run, path);
    process.stdout.write("Written to docs/proof.md\n");
  }
  return failed === 0 ? 0 : 1;
}

/** A run at less than the promised sizes leaves the record of the full one alone, unless told otherwise. */
function readArguments(args: string[]) {
  const { values } = parse(args);
  const scale = parseScale(values.scale ?? "1");
  const seed = values.seed === undefined ? defaultSeed : parseSeed(values.seed);
  return { scale, seed, write: scale >= 1 || (values.write ?? false) };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Problem(`${words}\nUsage: npm run prove -- [--scale=1] [--seed=${defaultSeed}] [--write]`);
  }
}
