import { foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { connectionTokens, increaseEnvironments } from "./connection-tokens";

/** Whose an account is, as its own group's token has shown: our own check that no group is shown another's. */
export const knownAccounts = pgTable(
  "known_accounts",
  {
    environment: text({ enum: increaseEnvironments }).notNull(),
    accountId: text().notNull(),
    groupId: text().notNull(),
    connectionId: uuid().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.environment, table.accountId] }),
    index("known_accounts_token").on(table.connectionId, table.environment),
    foreignKey({
      name: "known_accounts_token",
      columns: [table.connectionId, table.environment],
      foreignColumns: [connectionTokens.connectionId, connectionTokens.environment],
    }).onDelete("cascade"),
  ],
);
