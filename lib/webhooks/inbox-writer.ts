import "server-only";
import type { Executor } from "@/db/client";
import { putDeliveredEvents, type DeliveredEvent } from "@/db/queries/webhook-events";
import { instruments } from "../telemetry";

/** Writes deliveries into the inbox. */
export type InboxWriter = {
  /** Resolves once the event's statement is committed. @throws whatever kept it from being stored */
  put(event: DeliveredEvent): Promise<void>;
};

type Waiting = { event: DeliveredEvent; resolve: () => void; reject: (error: unknown) => void };

/** One statement is on its way while the next is being gathered. */
const statementsAtOnce = 2;
const mostInStatement = 50;
/** More than this can't be written in the time that Increase waits: it shall deliver them again. */
const mostWaiting = 2_000;

function keyOf({ environment, eventId }: DeliveredEvent): string {
  return `${environment} ${eventId}`;
}

/** Takes what can go into one statement from those who wait: no event twice, the second has to see the first. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  const batch = new Map<string, Waiting>();
  const left: Waiting[] = [];
  for (const each of waiting.splice(0)) {
    const key = keyOf(each.event);
    if (batch.size < mostInStatement && !batch.has(key)) batch.set(key, each);
    else left.push(each);
  }
  waiting.push(...left);
  return [...batch.values()];
}

async function write(db: Executor, batch: Waiting[]): Promise<void> {
  try {
    const written = await putDeliveredEvents(
      db,
      batch.map(({ event }) => event),
    );
    if (written !== null) instruments().duplicates.add(batch.length - written);
    for (const { resolve } of batch) resolve();
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/**
 * Deliveries that come at the same time share a statement, as commits share a disk write: alone, an event is
 * written at once; under load, as many as have come since the last statement began. All of a statement are
 * stored or none, and Increase delivers again what was not.
 */
export function createInboxWriter(db: Executor): InboxWriter {
  const waiting: Waiting[] = [];
  let inFlight = 0;
  const work = async () => {
    inFlight += 1;
    while (waiting.length > 0) await write(db, takeBatch(waiting));
    inFlight -= 1;
  };
  return {
    put: (event) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= mostWaiting) return reject(new Error("too many deliveries wait to be stored"));
        waiting.push({ event, resolve, reject });
        if (inFlight < statementsAtOnce) void work();
      }),
  };
}
