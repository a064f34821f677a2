import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea } from "./bytea";
import { increaseEnvironments } from "./connection-tokens";

export const webhookEventStates = ["pending", "processed", "dead"] as const;
/** `platform`: the platform's own. `group`: of a group connected here. `unattributed`: for staff alone. */
export const webhookAttributions = ["platform", "group", "unattributed"] as const;
/** How an event came here: Increase delivered it, or the reconciliation found it in Increase's own list. */
export const webhookEventSources = ["delivery", "list"] as const;

export type WebhookAttempt = { at: string; outcome: "processed" | "failed"; error?: string };

/** The inbox: every authentic event, once. A row is there before Increase is told so. */
export const webhookEvents = pgTable(
  "webhook_events",
  {
    environment: text({ enum: increaseEnvironments }).notNull(),
    eventId: text().notNull(),
    source: text({ enum: webhookEventSources }).notNull(),
    /** Bytes, not jsonb: jsonb refuses `\u0000` and would change what was signed. */
    body: bytea().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    receivedAt: timestamp({ withTimezone: true }).notNull(),
    /** Null where the body can't be understood. */
    category: text(),
    associatedObjectId: text(),
    associatedObjectType: text(),
    /** What `Increase-Group-Id` says. No signature covers it: only processing may make a `groupId` of it. */
    claimedGroupId: text(),
    attribution: text({ enum: webhookAttributions }),
    groupId: text(),
    state: text({ enum: webhookEventStates }).notNull(),
    dueAt: timestamp({ withTimezone: true }).notNull(),
    /** Who processes it, and until when nobody else does. */
    claim: uuid(),
    claimedUntil: timestamp({ withTimezone: true }),
    /** Failures in a row; a replay starts again at none. */
    failures: integer().notNull().default(0),
    attempts: jsonb().$type<WebhookAttempt[]>().notNull().default([]),
    processedAt: timestamp({ withTimezone: true }),
    /** The trace that its receipt belongs to (W3C `traceparent`), which its handler goes on with. */
    traceParent: text(),
  },
  (table) => [
    primaryKey({ columns: [table.environment, table.eventId] }),
    index("webhook_events_due")
      .on(table.dueAt)
      .where(sql`${table.state} = 'pending'`),
    index("webhook_events_dead")
      .on(table.receivedAt)
      .where(sql`${table.state} = 'dead'`),
    index().on(table.receivedAt, table.eventId, table.environment),
    index("webhook_events_group")
      .on(table.groupId, table.receivedAt)
      .where(sql`${table.groupId} is not null`),
    index("webhook_events_of_connection")
      .on(table.associatedObjectId, table.receivedAt)
      .where(sql`${table.associatedObjectType} = 'oauth_connection'`),
    index().on(table.category, table.receivedAt),
    check("webhook_events_state", sql`${table.state} in ('pending', 'processed', 'dead')`),
    check("webhook_events_environment", sql`${table.environment} in ('live', 'sandbox')`),
  ],
);
