import { sql } from "drizzle-orm";
import { check, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";

export const staffRoles = ["viewer", "operator", "owner"] as const;

/** The platform's own people. Bound to (issuer, subject) at the first sign-in; an e-mail can change hands. */
export const staff = pgTable(
  "staff",
  {
    id: uuid().primaryKey().defaultRandom(),
    issuer: text().notNull(),
    subject: text().notNull(),
    email: text().notNull(),
    name: text(),
    role: text({ enum: staffRoles }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Removed: the row stays, since the audit log names it. */
    removedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    unique().on(table.issuer, table.subject),
    check("staff_role", sql`${table.role} in ('viewer', 'operator', 'owner')`),
  ],
);
