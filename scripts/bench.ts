import { benchConnectionPages } from "@/bench/connection-pages";
import { benchGroupPages } from "@/bench/group-pages";
import { benchIntake } from "@/bench/intake";
import { benchLighthousePages } from "@/bench/lighthouse-pages";
import { toScoreTable, type PageScores } from "@/bench/lighthouse-scores";
import { readBenchOptions } from "@/bench/options";
import { benchOperation, type OperationReport } from "@/bench/operation";
import { alignColumns, toTable, type Line } from "@/bench/report";
import { startBenchStack } from "@/bench/stack";
import { runCommand } from "./stack/command";
import type { Keeper } from "./stack/keeper";

await runCommand(bench);

/** Fails where the run was not sound, not where a ratio is low: that is for the reader to judge. */
async function bench(keeper: Keeper, args: string[]): Promise<number> {
  const { isJson, parts, ...options } = readBenchOptions(args);
  const stack = await startBenchStack(keeper);
  const intake = parts.includes("intake") ? await benchIntake(stack, options) : { lines: [], note: "" };
  const pages = parts.includes("connections") ? await benchConnectionPages(stack, options) : [];
  const groups = parts.includes("groups") ? await benchGroupPages(stack, options) : [];
  const operation = parts.includes("operation") ? await benchOperation(stack, options) : null;
  const scores = parts.includes("lighthouse") ? await benchLighthousePages(keeper, stack, options) : [];
  const lines = [...intake.lines, ...pages, ...groups];
  if (isJson) {
    const rows = [...lines, ...scores].map(({ row }) => row);
    process.stdout.write(`${JSON.stringify([...rows, ...(operation?.lines ?? [])], null, 2)}\n`);
    return 0;
  }
  if (lines.length > 0) process.stdout.write(describeThroughput(lines, intake.note, options));
  if (operation !== null) process.stdout.write(describeOperation(operation));
  if (scores.length > 0) process.stdout.write(describeScores(scores, options));
  return 0;
}

type Rounds = { rounds: number; seconds: number };

function describeThroughput(lines: readonly Line[], note: string, { rounds, seconds }: Rounds): string {
  return `
${toTable(lines)}

Medians of ${rounds} rounds of about ${seconds} s, each in turn; ratio and spread are those of the rounds' own ratios.
PostgreSQL with its ordinary settings, fsync and synchronous_commit on. ${note}
`;
}

function describeOperation({ lines, bytesPerConnection }: OperationReport): string {
  const head = ["connections", "events/s", "p50 ms", "p99 ms", "effect ms", "cpu ms", "wal B", "table B"];
  const cells = lines.map((line) =>
    [
      line.connections,
      line.eventsPerSecond,
      line.p50Ms,
      line.p99Ms,
      line.slowestEffectMs,
      line.cpuMsPerEvent,
      line.walBytesPerEvent,
      line.tableBytesPerEvent,
    ].map((value, column) => value.toFixed(column === 5 ? 1 : 0)),
  );
  return `
${alignColumns([head, ...cells], new Set())}

A steady rate, each event processed: the answer's time, the slowest event's time from arrival to effect, and for each event the
portal's processor time, the database's log and the inbox's growth. A connection takes ${bytesPerConnection.toFixed(0)} bytes.
`;
}

function describeScores(scores: readonly PageScores[], { rounds }: Rounds): string {
  return `
${toScoreTable(scores)}

Medians of ${rounds} loads with an empty cache, throttled by Lighthouse's own method of simulation: a phone on slow 4G
with a quarter of this machine's speed, a desktop on 10 Mbit/s with all of it. CPU is Lighthouse's own
index of this machine while it measured: far below 1500 the machine was slow or busy, and the scores say little.
`;
}
