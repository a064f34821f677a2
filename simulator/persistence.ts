import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { State } from "./state/records";
import type { World } from "./state/world";

const shortestDelayMs = 50;
/** Of the process's time; a large state is written less often instead. */
const largestShare = 0.05;

/**
 * What an earlier process left in the file, or undefined where there is no file yet.
 * @throws Error where the file is there but is not a simulator's.
 */
export function readState(file: string): State | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return State.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is not a data file of this simulator. Remove it to start afresh.`, { cause });
  }
}

/** Keeps the file up to date, shortly after each change. Call the result to write what is still due. */
export function persist(world: World, file: string): () => void {
  let timer: NodeJS.Timeout | undefined;
  let delayMs = shortestDelayMs;
  mkdirSync(dirname(file), { recursive: true });
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const startedAt = performance.now();
    const next = `${file}.next`;
    writeFileSync(next, JSON.stringify(world.state), { mode: 0o600 });
    renameSync(next, file);
    delayMs = Math.max(shortestDelayMs, (performance.now() - startedAt) / largestShare);
  };
  world.changeListeners.push(() => {
    timer ??= setTimeout(write, delayMs);
  });
  write();
  return () => {
    if (timer) write();
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
