import { index, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Sign-ins that have reached the callback. A second arrival of the same one is a replay. */
export const usedFlows = pgTable(
  "used_flows",
  {
    id: text().primaryKey(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.expiresAt)],
);
