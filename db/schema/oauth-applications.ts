import { pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** The platform's OAuth applications as Increase last listed them. */
export const oauthApplications = pgTable("oauth_applications", {
  id: text().primaryKey(),
  clientId: text().notNull(),
  name: text(),
  /** `active` or `deleted`; Increase may add others. */
  status: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  deletedAt: timestamp({ withTimezone: true }),
  seenAt: timestamp({ withTimezone: true }).notNull(),
});
