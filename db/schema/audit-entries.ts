import { bigint, index, inet, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const auditActorKinds = ["customer", "staff", "increase", "system"] as const;

/** Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: bigint({ mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull(),
    actorKind: text({ enum: auditActorKinds }).notNull(),
    /** The customer's group id or the staff person's id; null for Increase and the system. */
    actorId: text(),
    action: text().notNull(),
    targetKind: text().notNull(),
    targetId: text().notNull(),
    groupId: text(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    reason: text(),
    ipAddress: inet(),
    userAgent: text(),
    requestId: text(),
  },
  (table) => [
    index().on(table.groupId, table.id),
    index().on(table.targetKind, table.targetId, table.id),
    index().on(table.at, table.id),
    index().on(table.action, table.id),
    index().on(table.actorId, table.id),
  ],
);
