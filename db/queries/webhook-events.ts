import "server-only";
import {
  and,
  asc,
  eq,
  getTableColumns,
  inArray,
  isNull,
  lt,
  lte,
  notInArray,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../client";
import { webhookEvents, type WebhookAttempt } from "../schema";

export type WebhookEventRow = typeof webhookEvents.$inferSelect;
export type NewWebhookEvent = Omit<typeof webhookEvents.$inferInsert, "claim" | "claimedUntil">;
export type WebhookEventKey = Pick<WebhookEventRow, "environment" | "eventId">;
export type ClaimedEvent = WebhookEventRow & { claim: string };

export type DeliveredEvent = Omit<
  WebhookEventRow,
  "source" | "groupId" | "claim" | "claimedUntil" | "failures" | "processedAt"
>;

/** Two that store the same events at once can't wait in a circle. */
function inOneOrder<T extends WebhookEventKey>(events: T[]): T[] {
  const keyOf = ({ environment, eventId }: WebhookEventKey) => `${eventId} ${environment}`;
  return events.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/**
 * Stores delivered events of different keys, in one statement. One that is there already stays as it is, unless
 * Increase's list had told of it first, or this delivery names another group: then nobody knows whose it is. Returns
 * how many rows that made or changed.
 */
export async function putDeliveredEvents(db: Executor, events: DeliveredEvent[]): Promise<number | null> {
  const inOrder = inOneOrder(events);
  const given = <T>(of: (event: DeliveredEvent) => T) => sql.param(inOrder.map(of));
  const written = await db.execute(sql`
    insert into webhook_events as known (environment, event_id, source, body, headers, received_at, category,
      associated_object_id, associated_object_type, claimed_group_id, attribution, state, due_at, attempts, trace_parent)
    select environment, event_id, 'delivery', body, headers, received_at, category,
      associated_object_id, associated_object_type, claimed_group_id, attribution, state, due_at, attempts, trace_parent
    from unnest(
      ${given((event) => event.environment)}::text[], ${given((event) => event.eventId)}::text[],
      ${given((event) => event.body)}::bytea[], ${given((event) => JSON.stringify(event.headers))}::jsonb[],
      ${given((event) => event.receivedAt)}::timestamptz[], ${given((event) => event.category)}::text[],
      ${given((event) => event.associatedObjectId)}::text[], ${given((event) => event.associatedObjectType)}::text[],
      ${given((event) => event.claimedGroupId)}::text[], ${given((event) => event.attribution)}::text[],
      ${given((event) => event.state)}::text[], ${given((event) => event.dueAt)}::timestamptz[],
      ${given((event) => JSON.stringify(event.attempts))}::jsonb[], ${given((event) => event.traceParent)}::text[]
    ) as given(environment, event_id, body, headers, received_at, category,
      associated_object_id, associated_object_type, claimed_group_id, attribution, state, due_at, attempts, trace_parent)
    on conflict (environment, event_id) do update set
      source = 'delivery',
      body = case when known.source = 'list' then excluded.body else known.body end,
      headers = case when known.source = 'list' then excluded.headers else known.headers end,
      claimed_group_id = case when known.source = 'list' then excluded.claimed_group_id end,
      attribution = case when known.source = 'list' then excluded.attribution else 'unattributed' end,
      group_id = null,
      trace_parent = excluded.trace_parent,
      state = case when known.source = 'list' and excluded.claimed_group_id is not null
        then excluded.state else known.state end,
      due_at = case when known.source = 'list' and excluded.claimed_group_id is not null
        then excluded.due_at else known.due_at end
    where known.source = 'list'
      or (known.attribution is distinct from 'unattributed'
        and known.claimed_group_id is distinct from excluded.claimed_group_id)`);
  // They are stored: that a driver might not count them is no reason to have Increase deliver them again.
  return z
    .object({ rowCount: z.number().nullable().catch(null) })
    .catch({ rowCount: null })
    .parse(written).rowCount;
}

/** Stores events that Increase's list has and no delivery brought. Returns how many were new here. */
export async function putListedEvents(db: Executor, events: NewWebhookEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const added = await db
    .insert(webhookEvents)
    .values(inOneOrder(events))
    .onConflictDoNothing()
    .returning({ eventId: webhookEvents.eventId });
  return added.length;
}

function isDue(now: Date) {
  return and(
    eq(webhookEvents.state, "pending"),
    lte(webhookEvents.dueAt, now),
    or(isNull(webhookEvents.claimedUntil), lt(webhookEvents.claimedUntil, now)),
  );
}

const keyColumns = {
  environment: webhookEvents.environment,
  eventId: webhookEvents.eventId,
  category: webhookEvents.category,
  claimedGroupId: webhookEvents.claimedGroupId,
  attribution: webhookEvents.attribution,
  failures: webhookEvents.failures,
  traceParent: webhookEvents.traceParent,
};
export type DueEvent = Pick<WebhookEventRow, keyof typeof keyColumns>;

/** Due events of all but these categories, locked for the rest of the transaction; what others hold is passed over. */
export async function lockDueEvents(
  tx: Executor,
  { now, limit, exceptCategories }: { now: Date; limit: number; exceptCategories: string[] },
): Promise<DueEvent[]> {
  return tx
    .select(keyColumns)
    .from(webhookEvents)
    .where(
      and(
        isDue(now),
        or(isNull(webhookEvents.category), notInArray(webhookEvents.category, exceptCategories)),
      ),
    )
    .orderBy(asc(webhookEvents.dueAt))
    .limit(limit)
    .for("update", { skipLocked: true });
}

/** Locks one event, if it is still to be processed. */
export async function lockPendingEvent(tx: Executor, key: WebhookEventKey): Promise<DueEvent | null> {
  const [event] = await tx
    .select(keyColumns)
    .from(webhookEvents)
    .where(and(isEvent(key), eq(webhookEvents.state, "pending")))
    .for("update");
  return event ?? null;
}

/**
 * Takes due events of these categories, so that nobody else processes them for a while. A claim that ran out
 * was an attempt of a process that is gone: it counts as a failure.
 */
export async function claimDueEvents(
  db: Executor,
  { now, limit, categories, until }: { now: Date; limit: number; categories: string[]; until: Date },
): Promise<ClaimedEvent[]> {
  const due = db
    .select({ environment: webhookEvents.environment, eventId: webhookEvents.eventId })
    .from(webhookEvents)
    .where(and(isDue(now), inArray(webhookEvents.category, categories)))
    .orderBy(asc(webhookEvents.dueAt))
    .limit(limit)
    .for("update", { skipLocked: true })
    .as("due");
  const rows = await db
    .update(webhookEvents)
    .set({
      claim: sql`gen_random_uuid()`,
      claimedUntil: until,
      failures: sql`${webhookEvents.failures} + case when ${webhookEvents.claim} is null then 0 else 1 end`,
    })
    .from(due)
    .where(and(eq(webhookEvents.environment, due.environment), eq(webhookEvents.eventId, due.eventId)))
    .returning(getTableColumns(webhookEvents));
  return rows.flatMap((row) => (row.claim === null ? [] : [{ ...row, claim: row.claim }]));
}

function isEvent({ environment, eventId }: WebhookEventKey) {
  return and(eq(webhookEvents.environment, environment), eq(webhookEvents.eventId, eventId));
}

function withAttempt(attempt: WebhookAttempt) {
  return sql`${webhookEvents.attempts} || ${JSON.stringify([attempt])}::jsonb`;
}

/** What processing found out about an event. */
export type ResolvedEvent = WebhookEventKey & Pick<WebhookEventRow, "attribution" | "groupId">;

function textArray(values: (string | null)[]): SQL {
  return sql`${sql.param(values)}::text[]`;
}

/** Marks events as processed, in the transaction of their effect. Returns how many were still to be processed. */
export async function finishEvents(
  tx: Executor,
  events: ResolvedEvent[],
  { at, claim }: { at: Date; claim?: string },
): Promise<number> {
  const resolved = sql`unnest(
    ${textArray(events.map(({ environment }) => environment))}, ${textArray(events.map(({ eventId }) => eventId))},
    ${textArray(events.map(({ attribution }) => attribution))}, ${textArray(events.map(({ groupId }) => groupId))}
  ) as resolved(environment, event_id, attribution, group_id)`;
  const finished = await tx
    .update(webhookEvents)
    .set({
      attribution: sql`resolved.attribution`,
      groupId: sql`resolved.group_id`,
      state: "processed",
      processedAt: at,
      claim: null,
      claimedUntil: null,
      attempts: withAttempt({ at: at.toISOString(), outcome: "processed" }),
    })
    .from(resolved)
    .where(
      and(
        sql`${webhookEvents.environment} = resolved.environment`,
        sql`${webhookEvents.eventId} = resolved.event_id`,
        eq(webhookEvents.state, "pending"),
        claim === undefined ? undefined : eq(webhookEvents.claim, claim),
      ),
    )
    .returning({ eventId: webhookEvents.eventId });
  return finished.length;
}

/** Notes a failed attempt: due again later, or dead where `dueAt` is null. */
export async function failEvent(
  db: Executor,
  key: WebhookEventKey,
  { at, error, dueAt, claim }: { at: Date; error: string; dueAt: Date | null; claim?: string },
): Promise<void> {
  await db
    .update(webhookEvents)
    .set({
      ...(dueAt === null ? { state: "dead" as const } : { dueAt }),
      claim: null,
      claimedUntil: null,
      failures: sql`${webhookEvents.failures} + 1`,
      attempts: withAttempt({ at: at.toISOString(), outcome: "failed", error }),
    })
    .where(
      and(
        isEvent(key),
        eq(webhookEvents.state, "pending"),
        claim === undefined ? undefined : eq(webhookEvents.claim, claim),
      ),
    );
}
