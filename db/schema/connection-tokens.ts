import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { connections } from "./connections";

export const increaseEnvironments = ["live", "sandbox"] as const;

export const connectionTokens = pgTable(
  "connection_tokens",
  {
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    environment: text({ enum: increaseEnvironments }).notNull(),
    /** Grows by one with every token put here: a refusal of an older token must change nothing. */
    generation: integer().notNull(),
    sealed: text().notNull(),
    mintedAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }),
    lastOkAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.environment] }),
    check("connection_tokens_environment", sql`${table.environment} in ('live', 'sandbox')`),
  ],
);
