import { pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** A user is an Increase group: OAuth at Increase names no person. `id` is the group's id. */
export const users = pgTable("users", {
  id: text().primaryKey(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
