import { sql } from "drizzle-orm";
import { jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { connections } from "./connections";
import { staff } from "./staff";

/** What an act came to, as it is told to whoever sent the same form twice. */
export type ActOutcome = {
  isDone: boolean;
  message: string;
  /** False where it was done, and what it found is not well. */
  isWell?: boolean;
};

/** An act that calls Increase: written before the call, so that one form acts once and two people don't at once. */
export const staffActs = pgTable(
  "staff_acts",
  {
    /** Made with the form: a second click bears the same. */
    id: uuid().primaryKey(),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    /** Null where the group's own customer acts. */
    staffId: uuid().references(() => staff.id),
    kind: text().notNull(),
    startedAt: timestamp({ withTimezone: true }).notNull(),
    /** One that has not ended by then was cut off. */
    claimedUntil: timestamp({ withTimezone: true }).notNull(),
    finishedAt: timestamp({ withTimezone: true }),
    outcome: jsonb().$type<ActOutcome>(),
  },
  (table) => [
    uniqueIndex("staff_acts_one_at_once")
      .on(table.connectionId)
      .where(sql`${table.finishedAt} is null`),
  ],
);
