import { sql } from "drizzle-orm";
import { check, index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { staff, staffRoles } from "./staff";

/** An owner's word that whoever first signs in with this address may come in. There is no link to pass on. */
export const staffInvitations = pgTable(
  "staff_invitations",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** In lower case. */
    email: text().notNull(),
    role: text({ enum: staffRoles }).notNull(),
    invitedBy: uuid()
      .notNull()
      .references(() => staff.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    acceptedBy: uuid().references(() => staff.id),
    /** Accepted, withdrawn or replaced. */
    closedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    uniqueIndex("staff_invitations_one_open_per_email")
      .on(table.email)
      .where(sql`${table.closedAt} is null`),
    index().on(table.createdAt),
    check("staff_invitations_role", sql`${table.role} in ('viewer', 'operator', 'owner')`),
  ],
);
