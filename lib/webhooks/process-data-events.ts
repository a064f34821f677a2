import "server-only";
import type { Transaction } from "@/db/client";
import { listConnectedGroups } from "@/db/queries/connections";
import { addGroupChanges, type GroupChange } from "@/db/queries/group-changes";
import {
  failEvent,
  finishEvents,
  lockDueEvents,
  lockPendingEvent,
  type DueEvent,
  type ResolvedEvent,
} from "@/db/queries/webhook-events";
import type { Context } from "../context";
import { instruments } from "../telemetry";
import { dataHandlerOf, upstreamCategories } from "./handlers";
import { countHandled, inReceiptsTrace, noteHandledTogether } from "./handling";
import { noteFailure } from "./note-failure";
import { notAnEvent } from "./parse-event";

/** Whose an event is. The header's word is taken for a group that is connected here, and for nothing else. */
function resolve(event: DueEvent, connected: ReadonlySet<string>): ResolvedEvent {
  const { environment, eventId, attribution, claimedGroupId } = event;
  const key = { environment, eventId };
  // Decided before, and for good: a group's event that is replayed is that group's, though it may have left since.
  if (attribution !== null) {
    return { ...key, attribution, groupId: attribution === "group" ? claimedGroupId : null };
  }
  if (claimedGroupId === null) return { ...key, attribution: "platform", groupId: null };
  return connected.has(claimedGroupId)
    ? { ...key, attribution: "group", groupId: claimedGroupId }
    : { ...key, attribution: "unattributed", groupId: null };
}

function countChanges(resolved: (ResolvedEvent & { category: string })[], changedAt: Date): GroupChange[] {
  const changes = new Map<string, GroupChange>();
  for (const { environment, groupId, category } of resolved) {
    if (groupId === null || !dataHandlerOf(category).marksGroupChanged) continue;
    const key = `${environment} ${groupId}`;
    const version = (changes.get(key)?.version ?? 0) + 1;
    changes.set(key, { groupId, environment, version, changedAt });
  }
  return [...changes.values()];
}

/** Effect and mark in one transaction: a batch is processed whole, once, or not at all. */
async function carryOut(tx: Transaction, { now }: Context, events: DueEvent[]): Promise<void> {
  const at = now();
  const claimed = new Set(events.flatMap(({ claimedGroupId }) => claimedGroupId ?? []));
  const connected = new Set(await listConnectedGroups(tx, [...claimed]));
  const resolved = events.flatMap((event) => {
    const { category } = event;
    return category === null ? [] : [{ ...resolve(event, connected), category }];
  });
  await addGroupChanges(tx, countChanges(resolved, at));
  if (resolved.length > 0) await finishEvents(tx, resolved, { at });
  // Replayed, they are no easier to understand than before.
  const unreadable = events.filter(({ category }) => category === null);
  for (const event of unreadable) {
    await failEvent(tx, event, { at, error: notAnEvent, dueAt: null });
    instruments().deadLetters.add(1, { environment: event.environment });
  }
}

function processAlone(context: Context, event: DueEvent): Promise<boolean> {
  return inReceiptsTrace(event, async () => {
    try {
      await context.db.transaction(async (tx) => {
        const pending = await lockPendingEvent(tx, event);
        if (pending !== null) await carryOut(tx, context, [pending]);
      });
      countHandled(event);
      return true;
    } catch (error) {
      await noteFailure(context, event, error);
      return false;
    }
  });
}

/**
 * Processes up to `limit` due events that need nothing of Increase, all at once; where one of them can't be
 * processed, each alone. Returns how many were taken and how many of them failed.
 */
export async function processDataEvents(
  context: Context,
  limit: number,
): Promise<{ taken: number; failed: number }> {
  const startedAt = new Date();
  let events: DueEvent[] = [];
  try {
    await context.db.transaction(async (tx) => {
      const exceptCategories = upstreamCategories;
      events = await lockDueEvents(tx, { now: context.now(), limit, exceptCategories });
      if (events.length > 0) await carryOut(tx, context, events);
    });
    noteHandledTogether(events, startedAt);
    return { taken: events.length, failed: 0 };
  } catch (error) {
    if (events.length === 0) throw error;
    let failed = 0;
    for (const event of events) if (!(await processAlone(context, event))) failed += 1;
    return { taken: events.length, failed };
  }
}
