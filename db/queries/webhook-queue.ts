import "server-only";
import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { webhookEvents } from "../schema";

/** Enough to see that a queue is not worked off, and few enough to read every minute. */
const mostRead = 1_000;

/**
 * How long the oldest event has been due, among the first thousand; 0 where none is. A customer's leaving is due since
 * ever, so that it comes first: it counts from its receipt. And how many dead letters there are.
 */
export async function measureInbox(
  db: Executor,
  now: Date,
): Promise<{ oldestDueAgeSeconds: number; dead: number }> {
  const { state, dueAt, receivedAt } = webhookEvents;
  const due = db
    .select({ since: sql<Date>`greatest(${dueAt}, ${receivedAt})`.mapWith(dueAt).as("since") })
    .from(webhookEvents)
    .where(and(eq(state, "pending"), lte(dueAt, now)))
    .orderBy(asc(dueAt))
    .limit(mostRead)
    .as("due");
  const [oldest] = await db.select({ since: sql<Date | null>`min(${due.since})`.mapWith(dueAt) }).from(due);
  const dead = await db.$count(webhookEvents, eq(state, "dead"));
  const sinceMs = oldest?.since?.getTime() ?? now.getTime();
  return { oldestDueAgeSeconds: Math.max(0, (now.getTime() - sinceMs) / 1000), dead };
}
