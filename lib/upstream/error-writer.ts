import "server-only";
import type { Executor } from "@/db/client";
import { insertUpstreamErrors, type NewUpstreamError } from "@/db/queries/upstream";
import { minuteMs } from "../durations";
import type { IncreaseCall, UpstreamError } from "../increase";
import type { Log } from "../log";

/** Writes down calls that failed, soon, while nobody waits for it. */
export type ErrorWriter = {
  put(call: IncreaseCall & { error: UpstreamError }, at: Date): void;
  /** Resolves once nothing waits to be written. It never rejects. */
  settle(): Promise<void>;
};

/** While Increase is down every call fails: one row tells as much as a thousand. */
const mostAMinute = 60;
const longestText = 1_000;

/** Increase's words as PostgreSQL can hold them. */
function toText(words: string | undefined): string | null {
  return words?.replaceAll("\0", "").slice(0, longestText) ?? null;
}

function toRow(call: IncreaseCall & { error: UpstreamError }, at: Date): NewUpstreamError {
  const { environment, owner, groupId, requestId, method, path, error } = call;
  const { type, title, detail, reason } = error.problem;
  return {
    at,
    environment,
    owner,
    groupId,
    request: `${method} ${path}`,
    kind: error.kind,
    status: error.status ?? null,
    type: toText(type),
    title: toText(title),
    detail: toText(detail),
    reason: toText(reason),
    requestId,
  };
}

/** Lets `most` through in each minute. */
function createLimit(most: number): (at: Date) => boolean {
  let minute = 0;
  let used = 0;
  return (at) => {
    const thisMinute = Math.floor(at.getTime() / minuteMs);
    if (thisMinute !== minute) [minute, used] = [thisMinute, 0];
    used += 1;
    return used <= most;
  };
}

/** One statement at a time, for all that have failed since the last one began: a page never lacks a connection for it. */
export function createErrorWriter(db: Executor, log: Log): ErrorWriter {
  const waiting: NewUpstreamError[] = [];
  const mayWrite = createLimit(mostAMinute);
  let writing: Promise<void> | undefined;
  const write = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      try {
        await insertUpstreamErrors(db, batch);
      } catch (error) {
        log.warn({ err: error, errors: batch.length }, "failed calls to Increase were not written down");
      }
    }
    writing = undefined;
  };
  return {
    put(call, at) {
      if (!mayWrite(at)) return;
      waiting.push(toRow(call, at));
      writing ??= write();
    },
    settle: async () => writing,
  };
}
