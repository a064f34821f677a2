import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { staff } from "./staff";

/** A table of their own: no statement can take a customer's session for one of the staff, or the other way round. */
export const staffSessions = pgTable(
  "staff_sessions",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** SHA-256 of the cookie's value: a copy of this table signs nobody in. */
    tokenHash: text().notNull().unique(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    /** When the person last proved at the issuer who they are: earlier than `createdAt` where the issuer knew them. */
    signedInAt: timestamp({ withTimezone: true }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastSeenAt: timestamp({ withTimezone: true }).notNull(),
    idleExpiresAt: timestamp({ withTimezone: true }).notNull(),
    absoluteExpiresAt: timestamp({ withTimezone: true }).notNull(),
    userAgent: text(),
  },
  (table) => [index().on(table.staffId), index().on(table.idleExpiresAt)],
);
