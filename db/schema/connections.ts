import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

export const connectionStates = ["active", "needs_reconnect", "disconnected", "deactivated"] as const;
/** Of the one connection that a group has in use. */
export const currentConnectionStates = ["active", "needs_reconnect"] as const;
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
    /** Why it is in its state: a word of `lifecycle.ts`, with Increase's own reason behind a colon. */
    stateReason: text(),
    /** Since when Increase's whole list has been without it. */
    missingSince: timestamp({ withTimezone: true }),
    // The staff's list shows these of 50 connections at once: kept here too, so that it reads one table.
    lastUsedAt: timestamp({ withTimezone: true }),
    lastOkAt: timestamp({ withTimezone: true }),
    hasSandboxToken: boolean().notNull().default(false),
  },
  (table) => [
    uniqueIndex("connections_one_current_per_group")
      .on(table.groupId)
      .where(sql`${table.state} in ('active', 'needs_reconnect')`),
    index().on(table.groupId, table.connectedAt),
    index("connections_by_created").on(table.connectedAt, table.id),
    // In the order of bytes, whatever the database's own collation: two lists are merged by it.
    index("connections_by_group").on(sql`${table.groupId} collate "C"`, table.id),
    index("connections_by_change").on(table.stateChangedAt, table.id),
    index("connections_by_state").on(table.state, table.connectedAt, table.id),
    index("connections_by_application").on(table.oauthApplicationId, table.connectedAt, table.id),
    index("connections_by_scope").on(table.scope, table.connectedAt, table.id),
    index("connections_attention")
      .on(table.connectedAt, table.id)
      .where(
        sql`${table.state} = 'needs_reconnect' or (${table.state} = 'active' and (${table.oauthConnectionId} is null or ${table.missingSince} is not null))`,
      ),
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
