import { index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** How often something was done in its window, over all instances of the portal. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    /** What is limited and for whom, as a digest: an address is nobody's to read here. */
    key: text().primaryKey(),
    count: integer().notNull(),
    windowEndsAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.windowEndsAt)],
);
