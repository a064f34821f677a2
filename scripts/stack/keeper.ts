import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Remembers what has to end or vanish with this process, and sees to it even when this process is killed. */
export type Keeper = {
  pid: number | undefined;
  keepProcess(pid: number, signals: readonly NodeJS.Signals[]): void;
  forgetProcess(pid: number): void;
  keepPath(path: string): void;
  /** Ends the kept processes and removes the kept paths, the newest first. */
  end(): Promise<void>;
};

export function startKeeper(): Keeper {
  // Detached: a Ctrl-C in the terminal goes to every process of the foreground group, and this one has to outlive it.
  const child = spawn(process.execPath, [join(import.meta.dirname, "keeper-process.mjs")], {
    detached: true,
    cwd: "/",
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  child.stdin.on("error", () => undefined);
  child.unref();
  const tell = (entry: object) => void child.stdin.write(`${JSON.stringify(entry)}\n`);
  return {
    pid: child.pid,
    keepProcess: (pid, signals) => tell({ pid, signals }),
    forgetProcess: (pid) => tell({ forget: pid }),
    keepPath: (path) => tell({ path }),
    end: async () => {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}
