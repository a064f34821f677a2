import { readFileSync } from "node:fs";
import { parseEnv as parseEnvFile } from "node:util";
import {
  allChecks,
  createMissingSubscriptions,
  openDoctor,
  probes,
  runChecks,
  type Fixed,
  type Report,
} from "@/lib/doctor";
import { createLog } from "@/lib/log";
import { help, readDoctorOptions, type DoctorOptions } from "./doctor/options";
import { printReport } from "./doctor/print-report";
import { startDoctorProgress } from "./doctor/progress";
import { runCommand } from "./stack/command";
import { describeFailure, Problem } from "./stack/problem";

const exitCodes = { well: 0, found: 1, notRun: 2 } as const;

await runCommand(
  async (_keeper, args) => {
    try {
      return await doctor(readDoctorOptions(args));
    } catch (error) {
      process.stderr.write(`${describeFailure(error)}\n`);
      return exitCodes.notRun;
    }
  },
  { exitCodeOnSignal: exitCodes.notRun },
);

async function doctor(options: DoctorOptions): Promise<number> {
  if (options.isHelp) {
    process.stdout.write(help);
    return exitCodes.well;
  }
  const source = { ...readEnvFile(options.envFile), ...process.env };
  const first = await examine(source, options);
  const isMended = options.isFix && first.findings.some(({ isFixable }) => isFixable);
  const fixed = isMended ? await fix(source, options) : [];
  const report = isMended ? await examine(source, options) : first;
  if (options.isFix && !isMended && !options.isJson) {
    process.stdout.write("Nothing was changed: no event subscription was found to be missing.\n");
  }
  if (options.isJson) process.stdout.write(`${JSON.stringify({ ...report, fixed }, null, 2)}\n`);
  else printReport(report, fixed);
  return report.findings.length === 0 ? exitCodes.well : exitCodes.found;
}

/**
 * What the process has already goes before what the file says. It is not called --env-file: some versions of Node take
 * that for their own, wherever it stands, and end before a word of ours.
 */
function readEnvFile(path: string | undefined): Record<string, string | undefined> {
  if (path === undefined) return {};
  try {
    return parseEnvFile(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Problem(`--env-from=${path} can't be read. Nothing was checked.`, { cause });
  }
}

type Source = Record<string, string | undefined>;

function openWith(
  source: Source,
  { isVerbose }: DoctorOptions,
  progress?: ReturnType<typeof startDoctorProgress>,
) {
  const write = isVerbose ? (line: string) => void process.stderr.write(line) : () => undefined;
  return openDoctor(source, {
    log: createLog({ write }),
    now: () => new Date(),
    onProgress: (done, total) => progress?.tell(done, total),
  });
}

async function examine(source: Source, options: DoctorOptions): Promise<Report> {
  const progress = startDoctorProgress();
  const { doctor: opened, close } = openWith(source, options, progress);
  try {
    return await runChecks(options.isProbe ? [...allChecks, ...probes] : allChecks, opened);
  } finally {
    progress.end();
    await close();
  }
}

async function fix(source: Source, options: DoctorOptions): Promise<Fixed[]> {
  const { doctor: opened, close } = openWith(source, options);
  try {
    return await createMissingSubscriptions(opened);
  } finally {
    await close();
  }
}
