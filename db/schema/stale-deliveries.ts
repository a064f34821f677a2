import { bigint, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { increaseEnvironments } from "./connection-tokens";

/** Deliveries that were authentic but too old or too new, and so refused. */
export const staleDeliveries = pgTable("stale_deliveries", {
  environment: text({ enum: increaseEnvironments }).primaryKey(),
  count: bigint({ mode: "number" }).notNull(),
  lastAt: timestamp({ withTimezone: true }).notNull(),
  /** Ours minus theirs. */
  lastSkewSeconds: integer().notNull(),
});
