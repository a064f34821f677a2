import "server-only";
import { and, desc, eq, gte, inArray, lt, or, sql, type SQL } from "drizzle-orm";
import type { Executor } from "../client";
import { webhookEvents } from "../schema";
import type { WebhookEventKey, WebhookEventRow } from "./webhook-events";

/** Staff read these. The inbox as Increase writes it and the crons work it off is in webhook-events.ts. */

const listed = {
  environment: webhookEvents.environment,
  eventId: webhookEvents.eventId,
  source: webhookEvents.source,
  receivedAt: webhookEvents.receivedAt,
  category: webhookEvents.category,
  associatedObjectId: webhookEvents.associatedObjectId,
  associatedObjectType: webhookEvents.associatedObjectType,
  attribution: webhookEvents.attribution,
  groupId: webhookEvents.groupId,
  state: webhookEvents.state,
  failures: webhookEvents.failures,
  processedAt: webhookEvents.processedAt,
};

export type ListedEvent = Pick<WebhookEventRow, keyof typeof listed>;
/** Where a page of events begins: after this one, in the order of the list. */
export type EventPlace = Pick<WebhookEventRow, "receivedAt" | "eventId" | "environment">;

export type EventFilter = {
  environment?: WebhookEventRow["environment"];
  groupId?: string;
  category?: string;
  state?: WebhookEventRow["state"];
  receivedFrom?: Date;
  receivedBefore?: Date;
};

function isAfter({ receivedAt, eventId, environment }: EventPlace): SQL {
  return sql`(${webhookEvents.receivedAt}, ${webhookEvents.eventId}, ${webhookEvents.environment}) < (${receivedAt.toISOString()}::timestamptz, ${eventId}, ${environment})`;
}

function fits(filter: EventFilter): SQL | undefined {
  const { environment, groupId, category, state, receivedFrom, receivedBefore } = filter;
  return and(
    environment && eq(webhookEvents.environment, environment),
    groupId === undefined ? undefined : eq(webhookEvents.groupId, groupId),
    category === undefined ? undefined : eq(webhookEvents.category, category),
    state && eq(webhookEvents.state, state),
    receivedFrom && gte(webhookEvents.receivedAt, receivedFrom),
    receivedBefore && lt(webhookEvents.receivedAt, receivedBefore),
  );
}

/** Newest first. */
export async function listWebhookEvents(
  db: Executor,
  { filter, after, limit }: { filter: EventFilter; after: EventPlace | null; limit: number },
): Promise<ListedEvent[]> {
  return db
    .select(listed)
    .from(webhookEvents)
    .where(and(fits(filter), after === null ? undefined : isAfter(after)))
    .orderBy(desc(webhookEvents.receivedAt), desc(webhookEvents.eventId), desc(webhookEvents.environment))
    .limit(limit);
}

export async function findWebhookEvent(db: Executor, key: WebhookEventKey): Promise<WebhookEventRow | null> {
  const [event] = await db
    .select()
    .from(webhookEvents)
    .where(and(eq(webhookEvents.environment, key.environment), eq(webhookEvents.eventId, key.eventId)));
  return event ?? null;
}

/** What is to be processed anew: these events, or all that failed since a moment. */
export type ReplayedEvents = { keys: WebhookEventKey[] } | { deadSince: Date };

/** Makes events due again, as if they had just come. One that is waiting already stays as it is. */
export async function reviveEvents(tx: Executor, which: ReplayedEvents, now: Date): Promise<number> {
  // An `or()` of nothing would be no condition at all.
  if ("keys" in which && which.keys.length === 0) return 0;
  const isMeant =
    "keys" in which
      ? or(
          ...which.keys.map((key) =>
            and(eq(webhookEvents.environment, key.environment), eq(webhookEvents.eventId, key.eventId)),
          ),
        )
      : and(eq(webhookEvents.state, "dead"), gte(webhookEvents.receivedAt, which.deadSince));
  const revived = await tx
    .update(webhookEvents)
    .set({ state: "pending", dueAt: now, failures: 0, claim: null, claimedUntil: null })
    .where(and(isMeant, inArray(webhookEvents.state, ["processed", "dead"])))
    .returning({ eventId: webhookEvents.eventId });
  return revived.length;
}

/** Deletes up to `limit` processed events from before a moment, never one that somebody works on. Returns how many. */
export async function deleteProcessedEvents(db: Executor, before: Date, limit: number): Promise<number> {
  const old = db
    .select({ environment: webhookEvents.environment, eventId: webhookEvents.eventId })
    .from(webhookEvents)
    .where(and(eq(webhookEvents.state, "processed"), lt(webhookEvents.receivedAt, before)))
    .orderBy(webhookEvents.receivedAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  const deleted = await db
    .delete(webhookEvents)
    .where(sql`(${webhookEvents.environment}, ${webhookEvents.eventId}) in ${old}`)
    .returning({ eventId: webhookEvents.eventId });
  return deleted.length;
}
