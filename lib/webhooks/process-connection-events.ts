import "server-only";
import type { Transaction } from "@/db/client";
import { claimDueEvents, finishEvents, type ClaimedEvent } from "@/db/queries/webhook-events";
import { mostAttempts } from "../backoff";
import type { Context } from "../context";
import { findUpstreamHandler, upstreamCategories } from "./handlers";
import { countHandled, inReceiptsTrace } from "./handling";
import { noteFailure } from "./note-failure";

/** Longer than a handler's calls to Increase can take together. */
const claimedMs = 60_000;
const inFlight = 5;

/** Somebody else has the event by now: this attempt's effect must not stand. */
class ClaimLost extends Error {}

function finishOf(context: Context, event: ClaimedEvent) {
  return async (tx: Transaction): Promise<void> => {
    // Whatever group a header names: these are the platform's own.
    const resolved = { ...event, attribution: event.attribution ?? "platform", groupId: null };
    const finished = await finishEvents(tx, [resolved], { at: context.now(), claim: event.claim });
    if (finished === 0) throw new ClaimLost("the claim on the event ran out");
  };
}

async function handle(context: Context, event: ClaimedEvent): Promise<void> {
  const { environment, eventId, category, associatedObjectId } = event;
  const handler = findUpstreamHandler(category);
  if (handler === undefined || category === null || associatedObjectId === null) {
    throw new Error("an event was claimed that has no handler");
  }
  if (event.failures >= mostAttempts) throw new Error("every attempt ended without an answer");
  const handled = { environment, eventId, category, associatedObjectId };
  await handler(context, handled, finishOf(context, event));
}

function attempt(context: Context, event: ClaimedEvent): Promise<boolean> {
  return inReceiptsTrace(event, async () => {
    try {
      await handle(context, event);
      countHandled(event);
      return true;
    } catch (error) {
      await noteFailure(context, event, error);
      return false;
    }
  });
}

/** One wave: no more than are worked on at once, so that no claim runs out while its event waits for a turn. */
async function processWave(context: Context, most: number): Promise<boolean[]> {
  const now = context.now();
  const until = new Date(now.getTime() + claimedMs);
  const limit = Math.min(inFlight, most);
  const events = await claimDueEvents(context.db, { now, limit, categories: upstreamCategories, until });
  return Promise.all(events.map((event) => attempt(context, event)));
}

/**
 * Processes up to `limit` due events that need Increase's word or more than one write, each for itself, until the
 * deadline comes. No transaction is open while Increase is asked: a claim keeps others off the event meanwhile.
 */
export async function processConnectionEvents(
  context: Context,
  { limit, deadline }: { limit: number; deadline: Date },
): Promise<{ taken: number; failed: number }> {
  let taken = 0;
  let failed = 0;
  while (taken < limit && context.now() < deadline) {
    const outcomes = await processWave(context, limit - taken);
    if (outcomes.length === 0) break;
    taken += outcomes.length;
    failed += outcomes.filter((isDone) => !isDone).length;
  }
  return { taken, failed };
}
