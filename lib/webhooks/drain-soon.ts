import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context";
import { processEvents } from "./process-events";

/** An event and up to twenty others. */
const firstBatch = 21;
/** Under load, events of many requests are worked off together: a pass costs the same for one as for many. */
const laterBatch = 500;
const pauseMs = 500;
const longestMs = 30_000;

let running: Promise<void> | undefined;
let isWanted = false;

async function drain(context: Context): Promise<void> {
  const deadline = new Date(context.now().getTime() + longestMs);
  let limit = firstBatch;
  try {
    do {
      isWanted = false;
      await processEvents(context, { limit, deadline });
      limit = laterBatch;
      if (isWanted) await delay(pauseMs);
    } while (isWanted && context.now() < deadline);
  } catch (error) {
    context.log.error({ err: error }, "events wait for the cron");
  } finally {
    // In the same step as the loop's last look: nobody can ask in between and be forgotten.
    running = undefined;
  }
}

/** Leaves what has just come to a drain that is at work anyway. False: there is none. */
export function joinDrain(): boolean {
  isWanted = true;
  return running !== undefined;
}

/**
 * Processes what has just come, after the answer. In one process one of these runs at a time, and does the work
 * of all who ask meanwhile. It may end early with its process: the cron does the rest.
 */
export function drainSoon(context: Context): Promise<void> {
  isWanted = true;
  running ??= drain(context);
  return running;
}
