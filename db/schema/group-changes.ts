import { bigint, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { increaseEnvironments } from "./connection-tokens";

/** That something of a group changed at Increase, and how often we heard so. What changed is Increase's to say. */
export const groupChanges = pgTable(
  "group_changes",
  {
    groupId: text().notNull(),
    environment: text({ enum: increaseEnvironments }).notNull(),
    /** One more with every event. */
    version: bigint({ mode: "number" }).notNull(),
    changedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.environment] })],
);
