import "server-only";
import { and, count, desc, eq, gte, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Database, Executor } from "../client";
import {
  alerts,
  auditEntries,
  connections,
  oauthConnections,
  reconciliations,
  staleDeliveries,
  webhookEvents,
} from "../schema";
import type { Reconciliation } from "./reconciliations";

/** What staff see of the whole. Each of these reads an index, or a stretch of time of one. */

export type StateCount = { state: (typeof connections.$inferSelect)["state"]; count: number };
/** How many connections went from one state to another in a day of UTC; from null: they were new. */
export type StateChange = { day: string; from: string | null; to: string; count: number };

/** How many connections are in each state, and every change since a moment, as of one and the same moment. */
export async function readConnectionStates(
  db: Database,
  since: Date,
): Promise<{ counts: StateCount[]; changes: StateChange[] }> {
  return db.transaction(
    async (tx) => ({ counts: await countStates(tx), changes: await listStateChanges(tx, since) }),
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function countStates(tx: Executor): Promise<StateCount[]> {
  return tx.select({ state: connections.state, count: count() }).from(connections).groupBy(connections.state);
}

async function listStateChanges(tx: Executor, since: Date): Promise<StateChange[]> {
  const { at, action, targetKind, before, after } = auditEntries;
  const day = sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD')`;
  const from = sql<string | null>`${before} ->> 'state'`;
  const to = sql<string>`${after} ->> 'state'`;
  return tx
    .select({ day, from, to, count: count() })
    .from(auditEntries)
    .where(
      and(
        gte(at, since),
        eq(targetKind, "connection"),
        sql`${to} is not null`,
        sql`${from} is distinct from ${to}`,
        // Other acts may note a state with nothing before it: only a sign-in makes a connection.
        sql`(${from} is not null or ${action} = 'connection.connected')`,
      ),
    )
    .groupBy(day, from, to);
}

/** `hourNumber`: full hours since 1970. */
export type EventCount = Pick<typeof webhookEvents.$inferSelect, "state"> & {
  hourNumber: number;
  count: number;
};

/** Events by the hour in which they came, and what has become of them by now. */
export async function countEventsByHour(db: Executor, since: Date): Promise<EventCount[]> {
  const { receivedAt, state } = webhookEvents;
  const hourNumber = sql<number>`floor(extract(epoch from ${receivedAt}) / 3600)::int`;
  return db
    .select({ hourNumber, state, count: count() })
    .from(webhookEvents)
    .where(gte(receivedAt, since))
    .groupBy(hourNumber, state);
}

export type AttentionCounts = {
  needsReconnect: number;
  /** Active, and Increase's id of them is not known. */
  unidentified: number;
  onlyAtIncrease: number;
  /** Active under an id that Increase's whole list is without. */
  onlyHere: number;
  deadEvents: number;
  /** Due since `overdueBefore`, and nobody has processed them. */
  overdueEvents: number;
  givenUpAlerts: number;
};

export async function countAttention(
  db: Executor,
  { overdueBefore, alertsSince }: { overdueBefore: Date; alertsSince: Date },
): Promise<AttentionCounts> {
  const isActive = eq(connections.state, "active");
  const isActiveAtIncrease = and(
    sql`not ${oauthConnections.isHeld}`,
    eq(oauthConnections.status, "active"),
    isNotNull(oauthConnections.createdAt),
    isNotNull(oauthConnections.groupId),
  );
  const isOverdue = and(eq(webhookEvents.state, "pending"), lt(webhookEvents.dueAt, overdueBefore));
  const isGivenUp = and(gte(alerts.createdAt, alertsSince), isNotNull(alerts.givenUpAt));
  const counts = await Promise.all([
    db.$count(connections, eq(connections.state, "needs_reconnect")),
    db.$count(connections, and(isActive, isNull(connections.oauthConnectionId))),
    db.$count(oauthConnections, isActiveAtIncrease),
    db.$count(connections, and(isActive, isNotNull(connections.missingSince))),
    db.$count(webhookEvents, eq(webhookEvents.state, "dead")),
    db.$count(webhookEvents, isOverdue),
    db.$count(alerts, isGivenUp),
  ]);
  const [needsReconnect, unidentified, onlyAtIncrease, onlyHere, deadEvents, overdueEvents, givenUpAlerts] =
    counts;
  return {
    needsReconnect,
    unidentified,
    onlyAtIncrease,
    onlyHere,
    deadEvents,
    overdueEvents,
    givenUpAlerts,
  };
}

export type StaleDeliveryCount = typeof staleDeliveries.$inferSelect;

export async function listStaleDeliveries(db: Executor, since: Date): Promise<StaleDeliveryCount[]> {
  return db
    .select()
    .from(staleDeliveries)
    .where(gte(staleDeliveries.lastAt, since))
    .orderBy(staleDeliveries.environment);
}

/** The last one that came to its end. */
export async function findLastCompleteReconciliation(db: Executor): Promise<Reconciliation | null> {
  const [run] = await db
    .select()
    .from(reconciliations)
    .where(eq(reconciliations.isComplete, true))
    .orderBy(desc(reconciliations.startedAt))
    .limit(1);
  return run ?? null;
}
