import { boolean, index, jsonb, pgTable, timestamp, uuid } from "drizzle-orm/pg-core";

/** What one reconciliation found to differ between Increase and us. */
export const reconciliations = pgTable(
  "reconciliations",
  {
    id: uuid().primaryKey().defaultRandom(),
    startedAt: timestamp({ withTimezone: true }).notNull(),
    finishedAt: timestamp({ withTimezone: true }).notNull(),
    /** False where its time ran out: the next one goes on from there. */
    isComplete: boolean().notNull(),
    drift: jsonb().$type<Record<string, number>>().notNull(),
  },
  (table) => [index().on(table.startedAt)],
);
