import { index, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const sessionEndReasons = ["deactivated", "disconnected"] as const;

/** Why a session ended, for the person who still holds its cookie. It signs nobody in. */
export const endedSessions = pgTable(
  "ended_sessions",
  {
    tokenHash: text().primaryKey(),
    reason: text({ enum: sessionEndReasons }).notNull(),
    groupId: text().notNull(),
    endedAt: timestamp({ withTimezone: true }).notNull(),
    /** When the cookie itself is over. */
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.expiresAt)],
);
