import { sql } from "drizzle-orm";
import { check, index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

export const connectionStates = ["active", "needs_reconnect", "disconnected", "deactivated"] as const;
export const oauthScopes = ["read_only", "read_write"] as const;

export const connections = pgTable(
  "connections",
  {
    id: uuid().primaryKey().defaultRandom(),
    groupId: text().notNull(),
    /** Increase's own id: found after the sign-in's answer, so null for a while. */
    oauthConnectionId: text().unique(),
    oauthApplicationId: text(),
    state: text({ enum: connectionStates }).notNull(),
    /** Upper bound of what was granted: Increase does not echo the scope. */
    scope: text({ enum: oauthScopes }).notNull(),
    connectedAt: timestamp({ withTimezone: true }).notNull(),
    /** When the browser began the newest sign-in: Increase made its connection between then and the token. */
    signInBegunAt: timestamp({ withTimezone: true }),
    stateChangedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex("connections_one_current_per_group")
      .on(table.groupId)
      .where(sql`${table.state} in ('active', 'needs_reconnect')`),
    index().on(table.groupId, table.connectedAt),
    index("connections_unidentified")
      .on(table.id)
      .where(sql`${table.oauthConnectionId} is null and ${table.state} in ('active', 'needs_reconnect')`),
    check(
      "connections_state",
      sql`${table.state} in ('active', 'needs_reconnect', 'disconnected', 'deactivated')`,
    ),
    check("connections_scope", sql`${table.scope} in ('read_only', 'read_write')`),
  ],
);
