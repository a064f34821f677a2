import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { oauthScopes } from "./connections";
import { staff } from "./staff";

/** A sign-in prepared for one customer. It gives no access by itself: Increase still asks whoever follows it. */
export const connectLinks = pgTable(
  "connect_links",
  {
    /** Random, and the address itself. */
    id: uuid().primaryKey().defaultRandom(),
    /** The only group that it connects; null for a first connection, where nobody knows the group yet. */
    groupId: text(),
    scope: text({ enum: oauthScopes }).notNull(),
    /** Whom it is for, in the operator's words. */
    note: text().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => staff.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    usedAt: timestamp({ withTimezone: true }),
    usedByGroupId: text(),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.groupId, table.createdAt), index().on(table.createdAt)],
);
