import "server-only";
import { and, asc, count, eq, getTableColumns, gt, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { alerts } from "../schema";
import { takeTurn } from "./turn";

export type AlertRow = typeof alerts.$inferSelect;

export async function insertAlert(
  tx: Executor,
  alert: Pick<AlertRow, "type" | "data" | "createdAt">,
): Promise<void> {
  await tx.insert(alerts).values({ ...alert, dueAt: alert.createdAt });
}

type Told = Pick<AlertRow, "type" | "data"> & { since: Date };

/**
 * How many alerts of a type there have been since a moment, and how many of them said the very same. Those who ask of the
 * same take turns until their transaction's end.
 */
export async function countAlertsSince(
  tx: Executor,
  { type, data, since }: Told,
): Promise<{ all: number; same: number }> {
  const text = JSON.stringify(data);
  await takeTurn(tx, `${type} ${text}`);
  const same = sql<number>`count(*) filter (where ${alerts.data} = ${text}::jsonb)`.mapWith(Number);
  const [row] = await tx
    .select({ all: count(), same })
    .from(alerts)
    .where(and(eq(alerts.type, type), gt(alerts.createdAt, since)));
  return row ?? { all: 0, same: 0 };
}

const isOpen = and(isNull(alerts.sentAt), isNull(alerts.givenUpAt));

/** Takes due alerts: counts the attempt, and keeps others off them until it must have ended. */
export async function takeDueAlerts(
  db: Executor,
  { now, limit, until }: { now: Date; limit: number; until: Date },
): Promise<AlertRow[]> {
  const due = db
    .select({ id: alerts.id })
    .from(alerts)
    .where(and(isOpen, lte(alerts.dueAt, now)))
    .orderBy(asc(alerts.dueAt))
    .limit(limit)
    .for("update", { skipLocked: true })
    .as("due");
  return db
    .update(alerts)
    .set({ attempts: sql`${alerts.attempts} + 1`, dueAt: until })
    .from(due)
    .where(eq(alerts.id, due.id))
    .returning(getTableColumns(alerts));
}

export type AlertOutcome = Partial<Pick<AlertRow, "sentAt" | "givenUpAt" | "dueAt" | "lastError">>;

export async function noteAlertOutcome(db: Executor, id: string, outcome: AlertOutcome): Promise<void> {
  await db
    .update(alerts)
    .set(outcome)
    .where(and(eq(alerts.id, id), isOpen));
}

export async function deleteSentAlerts(db: Executor, before: Date): Promise<void> {
  await db.delete(alerts).where(and(isNotNull(alerts.sentAt), lt(alerts.createdAt, before)));
}
