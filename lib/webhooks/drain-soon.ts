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
/** Longer than one takes whose every call and statement comes to its end. */
const hungMs = 5 * 60_000;

type Drain = { hungAt: Date; ended: Promise<void> };

let running: Drain | undefined;
let isWanted = false;

async function work(context: Context, drain: Drain): Promise<void> {
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
    if (running === drain) running = undefined;
  }
}

/** One that hangs stops no other: any number of them may be at work. */
function findDrain({ now }: Pick<Context, "now">): Drain | undefined {
  return running !== undefined && now() < running.hungAt ? running : undefined;
}

/** Leaves what has just come to a drain that is at work anyway. False: there is none. */
export function joinDrain(context: Pick<Context, "now">): boolean {
  isWanted = true;
  return findDrain(context) !== undefined;
}

/**
 * Processes what has just come, after the answer. In one process one of these runs at a time, and does the work
 * of all who ask meanwhile. It may end early with its process: the cron does the rest.
 */
export function drainSoon(context: Context): Promise<void> {
  isWanted = true;
  const joined = findDrain(context);
  if (joined !== undefined) return joined.ended;
  const drain = { hungAt: new Date(context.now().getTime() + hungMs), ended: Promise.resolve() };
  running = drain;
  drain.ended = work(context, drain);
  return drain.ended;
}
