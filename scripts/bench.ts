import { benchConnectionPages } from "@/bench/connection-pages";
import { benchIntake } from "@/bench/intake";
import { readBenchOptions } from "@/bench/options";
import { toTable } from "@/bench/report";
import { startBenchStack } from "@/bench/stack";
import { runCommand } from "./stack/command";
import type { Keeper } from "./stack/keeper";

await runCommand(bench);

/** Fails where the run was not sound, not where a ratio is low: that is for the reader to judge. */
async function bench(keeper: Keeper, args: string[]): Promise<number> {
  const { isJson, ...options } = readBenchOptions(args);
  const stack = await startBenchStack(keeper);
  const { lines: intake, note } = await benchIntake(stack, options);
  const lines = [...intake, ...(await benchConnectionPages(stack, options))];
  if (isJson) {
    const rows = lines.map(({ row }) => row);
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return 0;
  }
  const { rounds, seconds } = options;
  process.stdout.write(`
${toTable(lines)}

Medians of ${rounds} rounds of about ${seconds} s, each in turn; ratio and spread are those of the rounds' own ratios.
PostgreSQL with its ordinary settings, fsync and synchronous_commit on. ${note}
`);
  return 0;
}
