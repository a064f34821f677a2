import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/**
 * Increase's own OAuth connections as far as we have heard of them: from an event, or from Increase's list.
 * A deactivation of an id that no connection of ours has yet waits here.
 */
export const oauthConnections = pgTable(
  "oauth_connections",
  {
    id: text().primaryKey(),
    groupId: text(),
    oauthApplicationId: text(),
    /** `active` or `inactive`, which is final; Increase may add others. Null: nothing is known but the id. */
    status: text(),
    createdAt: timestamp({ withTimezone: true }),
    deletedAt: timestamp({ withTimezone: true }),
    /** When the reconciliation last saw it in Increase's list. */
    seenAt: timestamp({ withTimezone: true }),
    /** A connection of ours has taken this id. Cleared at the end of a walk where none has it any more. */
    isHeld: boolean().notNull().default(false),
  },
  (table) => [
    index().on(table.groupId),
    index("oauth_connections_unheld_by_created")
      .on(table.createdAt, sql`${table.id} collate "C"`)
      .where(sql`not ${table.isHeld}`),
    index("oauth_connections_unheld_by_group")
      .on(sql`${table.groupId} collate "C"`, sql`${table.id} collate "C"`)
      .where(sql`not ${table.isHeld}`),
    index("oauth_connections_unheld_by_change")
      .on(sql`coalesce(${table.deletedAt}, ${table.createdAt})`, sql`${table.id} collate "C"`)
      .where(sql`not ${table.isHeld}`),
  ],
);
