import { spawn } from "node:child_process";
import { openSync, closeSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Keeper } from "./keeper";
import { findKnownCause, Problem } from "./problem";
import { rootDir } from "./settings";

export type ChildOptions = {
  /** As a sentence begins with it: "The portal". */
  name: string;
  command: readonly [string, ...string[]];
  env: NodeJS.ProcessEnv;
  /** Gets everything the child prints; without one it prints here. */
  logFile?: string;
  cwd?: string;
  owner?: { uid: number; gid: number } | null;
  /** Tried one after the other before SIGKILL. */
  signals?: readonly NodeJS.Signals[];
};

export type Child = {
  name: string;
  logFile: string | undefined;
  pid: number | undefined;
  /** How it ended, null while it runs. */
  ending(): Ending | null;
  ended: Promise<Ending>;
};

export type Ending = { code: number | null; words: string };

export function startChild(keeper: Keeper, options: ChildOptions): Child {
  const { name, logFile, env, cwd = rootDir, owner, signals = ["SIGTERM"] } = options;
  const [file, ...args] = options.command;
  const output = logFile === undefined ? "inherit" : openSync(logFile, "w", 0o600);
  // Detached makes it lead a group of its own: Ctrl-C reaches only this process, which then ends all in order.
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", output, output], ...owner });
  if (typeof output === "number") closeSync(output);
  const { pid } = child;
  if (pid !== undefined) keeper.keepProcess(pid, signals);
  let ending: Ending | null = null;
  const ended = new Promise<Ending>((resolve) => {
    const settle = (value: Ending) => {
      ending ??= value;
      if (pid !== undefined) endGroup(keeper, pid);
      resolve(ending);
    };
    child.on("error", (error) => settle({ code: null, words: `could not be started: ${error.message}` }));
    child.on("exit", (code, signal) => {
      settle({ code, words: signal ? `was ended by ${signal}` : `ended with exit code ${code}` });
    });
  });
  return { name, logFile, pid, ending: () => ending, ended };
}

/** What the child itself had started and left behind. */
function endGroup(keeper: Keeper, pid: number) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group is gone, as it should be.
  }
  keeper.forgetProcess(pid);
}

/** @throws Problem when the child ends instead, or takes longer than a minute */
export async function waitUntilReady(child: Child, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isReady())) {
    const ending = child.ending();
    if (ending !== null) throw toProblem(child, ending.words);
    if (Date.now() > deadline) throw toProblem(child, "was not ready after a minute");
    await delay(50);
  }
}

/** @throws Problem unless the child ends with exit code 0 */
export async function waitForSuccess(child: Child): Promise<void> {
  const { code, words } = await child.ended;
  if (code !== 0) throw toProblem(child, words);
}

/** Work that needs the child: if it fails because the child has ended, the child's own words are the report. */
export async function relyOn<T>(child: Child, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const ending = await Promise.race([child.ended, delay(500, null)]);
    throw ending === null ? error : toProblem(child, ending.words);
  }
}

/** Waits for as long as all of them run. @throws Problem about the first that ends */
export async function failWhenOneEnds(children: readonly Child[]): Promise<never> {
  const first = await Promise.race(children.map(async (child) => ({ child, ...(await child.ended) })));
  throw toProblem(first.child, first.words);
}

export function toProblem(child: Child, words: string): Problem {
  const log = child.logFile === undefined ? "" : readFileSync(child.logFile, "utf8").trimEnd();
  const cause = findKnownCause(log);
  if (cause !== null) return new Problem(`${child.name} ${words}. ${cause}`);
  if (log === "") return new Problem(`${child.name} ${words}.`);
  const lastLines = log.split("\n").slice(-40).join("\n");
  return new Problem(`${child.name} ${words}. The end of its log (${child.logFile}):\n${lastLines}`);
}

export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
