import { bigint, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { increaseEnvironments } from "./connection-tokens";

export const upstreamOutcomes = ["ok", "failed"] as const;

/** How many calls to Increase there were in an hour, by how long they took. */
export const upstreamCalls = pgTable(
  "upstream_calls",
  {
    hour: timestamp({ withTimezone: true }).notNull(),
    environment: text({ enum: increaseEnvironments }).notNull(),
    outcome: text({ enum: upstreamOutcomes }).notNull(),
    /** They took no longer than this, and longer than the next smaller bound. */
    atMostMs: integer().notNull(),
    calls: bigint({ mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.hour, table.environment, table.outcome, table.atMostMs] })],
);
