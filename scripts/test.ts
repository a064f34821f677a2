import { checkVercel } from "./deploy/check-vercel";
import { createRunDirectory } from "./postgres/throwaway";
import { runCommand } from "./stack/command";
import type { Keeper } from "./stack/keeper";
import { describeFailure } from "./stack/problem";
import { readDataDir } from "./stack/settings";
import { checkBuild, checkFormat, checkLayers, checkLint, checkTypes, type Run } from "./testing/checks";
import { chooseSteps } from "./testing/choose-steps";
import { sumCounts, type Counts } from "./testing/counts";
import { runE2e, runIntegration, runProof, runUnit } from "./testing/suites";

type Step = { name: string; run: (run: Run) => Promise<Counts> };

const steps: Step[] = [
  { name: "format", run: checkFormat },
  { name: "lint", run: checkLint },
  { name: "layers", run: checkLayers },
  { name: "types", run: checkTypes },
  { name: "unit", run: runUnit },
  { name: "integration", run: runIntegration },
  { name: "build", run: checkBuild },
  { name: "vercel", run: checkVercel },
  { name: "proof", run: (run) => runProof(run) },
  { name: "e2e", run: runE2e },
];

await runCommand(test);

/** Every step runs, whatever became of the ones before, so that one run shows all there is to mend. */
async function test(keeper: Keeper, argv: string[]): Promise<number> {
  const names = steps.map(({ name }) => name);
  const { isChosen, args } = chooseSteps(argv, names);
  const dataDir = readDataDir(process.env);
  const run = { keeper, dataDir, args, directory: await createRunDirectory(keeper, dataDir) };
  const results: { line: string; counts: Counts }[] = [];
  for (const step of steps.filter(({ name }) => isChosen(name))) {
    const startedAt = performance.now();
    const counts = await runSafely(step, run);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    results.push({ counts, line: `${step.name.padEnd(12)} ${toWords(counts)} (${seconds} s)` });
  }
  const failures = results.flatMap(({ counts }) => counts.failures ?? []);
  if (failures.length > 0) process.stdout.write(`\n${failures.map((line) => `✖ ${line}`).join("\n")}\n`);
  const sum = sumCounts(results.map(({ counts }) => counts));
  process.stdout.write(`\n${results.map(({ line }) => line).join("\n")}\n\n${toWords(sum)}\n`);
  return sum.failed === 0 ? 0 : 1;
}

async function runSafely(step: Step, run: Run): Promise<Counts> {
  try {
    return await step.run(run);
  } catch (error) {
    process.stdout.write(`✖ ${step.name}: ${describeFailure(error)}\n`);
    return { passed: 0, failed: 1 };
  }
}

function toWords({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}
