import { jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

export const jobNames = ["process", "reconcile", "sync"] as const;

/** What the crons, and a sync by the staff, leave for their next run: where they stopped, and who is running. */
export const jobs = pgTable("jobs", {
  name: text({ enum: jobNames }).primaryKey(),
  state: jsonb().$type<unknown>(),
  claim: uuid(),
  claimedUntil: timestamp({ withTimezone: true }),
  startedAt: timestamp({ withTimezone: true }).notNull(),
  finishedAt: timestamp({ withTimezone: true }),
});
