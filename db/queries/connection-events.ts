import "server-only";
import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import type { Executor } from "../client";
import { auditEntries, webhookEvents } from "../schema";
import type { AuditEntryRow } from "./audit";
import type { WebhookEventRow } from "./webhook-events";

export type ConnectionEvent = Pick<
  WebhookEventRow,
  "environment" | "eventId" | "receivedAt" | "category" | "associatedObjectId" | "state" | "failures"
>;

type Asked = { before: Date | null; limit: number };

async function listNewest(db: Executor, isMeant: SQL | undefined, { before, limit }: Asked) {
  const { environment, eventId, receivedAt, category, associatedObjectId, state, failures } = webhookEvents;
  return db
    .select({ environment, eventId, receivedAt, category, associatedObjectId, state, failures })
    .from(webhookEvents)
    .where(and(isMeant, before === null ? undefined : lt(receivedAt, before)))
    .orderBy(desc(receivedAt))
    .limit(limit);
}

/**
 * What Increase has told of a group, and of its connection itself. Newest first. Each is read by its own index: with
 * one condition for both, all events that a group ever had would be read for a page of them.
 */
export async function listConnectionEvents(
  db: Executor,
  asked: Asked & { groupId: string | null; oauthConnectionId: string | null },
): Promise<ConnectionEvent[]> {
  const { groupId, oauthConnectionId, limit } = asked;
  const { groupId: group, associatedObjectId, associatedObjectType } = webhookEvents;
  const ofConnection = and(
    eq(associatedObjectType, "oauth_connection"),
    eq(associatedObjectId, oauthConnectionId ?? ""),
  );
  const lists = await Promise.all([
    groupId === null ? [] : listNewest(db, eq(group, groupId), asked),
    oauthConnectionId === null ? [] : listNewest(db, ofConnection, asked),
  ]);
  const events = new Map(lists.flat().map((event) => [`${event.environment} ${event.eventId}`, event]));
  return [...events.values()]
    .toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
    .slice(0, limit);
}

/** What the audit log tells of a group, by time: of two instances the clocks may differ, and the ids with them. */
export async function listGroupAudit(
  db: Executor,
  { groupId, before, limit }: { groupId: string; before: Date | null; limit: number },
): Promise<AuditEntryRow[]> {
  const { at, id } = auditEntries;
  return db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.groupId, groupId), before === null ? undefined : lt(at, before)))
    .orderBy(desc(at), desc(id))
    .limit(limit);
}
