import "server-only";
import type { Executor } from "@/db/client";
import { addUpstreamCalls, type UpstreamCallCount } from "@/db/queries/upstream";
import { hourMs } from "../durations";
import type { IncreaseCall } from "../increase";
import type { Log } from "../log";
import { toLatencyBound } from "./latency";

/** Counts calls in memory, a row for each hour, environment, outcome and bound: it can't grow with the calls. */
export type CallTally = {
  add(call: IncreaseCall, at: Date): void;
  /** Writes what has been counted since the last time. Where that fails, it stays counted for the next. */
  write(): Promise<void>;
};

function toCount({ environment, durationMs, error }: IncreaseCall, at: Date): UpstreamCallCount {
  const hour = new Date(Math.floor(at.getTime() / hourMs) * hourMs);
  const outcome = error === null ? "ok" : "failed";
  return { hour, environment, outcome, atMostMs: toLatencyBound(durationMs), calls: 1 };
}

export function createCallTally(db: Executor, log: Log): CallTally {
  let counts = new Map<string, UpstreamCallCount>();
  const count = (more: UpstreamCallCount) => {
    const key = `${more.hour.getTime()} ${more.environment} ${more.outcome} ${more.atMostMs}`;
    counts.set(key, { ...more, calls: (counts.get(key)?.calls ?? 0) + more.calls });
  };
  return {
    add: (call, at) => count(toCount(call, at)),
    async write() {
      const taken = [...counts.values()];
      counts = new Map();
      try {
        await addUpstreamCalls(db, taken);
      } catch (error) {
        for (const each of taken) count(each);
        log.warn({ err: error }, "calls to Increase are counted, and not yet written down");
      }
    },
  };
}
