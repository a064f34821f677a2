import { bigint, index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { increaseEnvironments } from "./connection-tokens";

export const upstreamOwners = ["platform", "group"] as const;

/** A call to Increase that failed, in Increase's own words. Never the request, with its credentials. */
export const upstreamErrors = pgTable(
  "upstream_errors",
  {
    id: bigint({ mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull(),
    environment: text({ enum: increaseEnvironments }).notNull(),
    /** Whose key it was made with. */
    owner: text({ enum: upstreamOwners }).notNull(),
    groupId: text(),
    /** Such as `GET /groups/current`. */
    request: text().notNull(),
    kind: text().notNull(),
    status: integer(),
    type: text(),
    title: text(),
    detail: text(),
    reason: text(),
    requestId: text(),
  },
  (table) => [index().on(table.groupId, table.at), index().on(table.at)],
);
