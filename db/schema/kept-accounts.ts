import { foreignKey, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { connectionTokens, increaseEnvironments } from "./connection-tokens";

/**
 * The last good accounts and balances of a group, sealed, for when Increase can't be asked. It hangs on the token it
 * was read with: it goes with it in the same statement, and a page that read before can't put it back after.
 */
export const keptAccounts = pgTable(
  "kept_accounts",
  {
    connectionId: uuid().notNull(),
    environment: text({ enum: increaseEnvironments }).notNull(),
    sealed: text().notNull(),
    readAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.environment] }),
    foreignKey({
      name: "kept_accounts_token",
      columns: [table.connectionId, table.environment],
      foreignColumns: [connectionTokens.connectionId, connectionTokens.environment],
    }).onDelete("cascade"),
  ],
);
