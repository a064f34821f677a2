import "server-only";
import type { Executor } from "@/db/client";
import type { CallObserver } from "../increase";
import type { Log } from "../log";
import { createCallTally } from "./call-tally";
import { createErrorWriter } from "./error-writer";

/** What the portal remembers of its calls to Increase. None of it delays a call, or breaks one. */
export type UpstreamLog = {
  note: CallObserver;
  /** Writes down all that was noted so far. It never rejects. */
  flush(): Promise<void>;
};

const writeEveryMs = 10_000;

/**
 * Counts are written with the first call after ten seconds, and by the crons; failed calls at once. What a process
 * has counted since is lost with it.
 */
export function createUpstreamLog(db: Executor, log: Log, now: () => Date): UpstreamLog {
  const tally = createCallTally(db, log);
  const errors = createErrorWriter(db, log);
  let writtenAtMs = now().getTime();
  let writing = Promise.resolve();
  const writeTally = (nowMs: number) => {
    writtenAtMs = nowMs;
    writing = writing.then(tally.write);
    return writing;
  };
  return {
    note(call) {
      const at = now();
      tally.add(call, at);
      const { error } = call;
      if (error !== null) errors.put({ ...call, error }, at);
      if (at.getTime() - writtenAtMs >= writeEveryMs) void writeTally(at.getTime());
    },
    async flush() {
      await Promise.all([errors.settle(), writeTally(now().getTime())]);
    },
  };
}
