import "server-only";
import { and, desc, eq, lt, or } from "drizzle-orm";
import type { Executor } from "../client";
import { auditEntries, webhookEvents } from "../schema";
import type { AuditEntryRow } from "./audit";
import type { WebhookEventRow } from "./webhook-events";

export type ConnectionEvent = Pick<
  WebhookEventRow,
  "environment" | "eventId" | "receivedAt" | "category" | "associatedObjectId" | "state" | "failures"
>;

/** What Increase has told of a group, and of its connection itself. Newest first. */
export async function listConnectionEvents(
  db: Executor,
  {
    groupId,
    oauthConnectionId,
    before,
    limit,
  }: { groupId: string | null; oauthConnectionId: string | null; before: Date | null; limit: number },
): Promise<ConnectionEvent[]> {
  const { environment, eventId, receivedAt, category, associatedObjectId, state, failures } = webhookEvents;
  const ofGroup = groupId === null ? undefined : eq(webhookEvents.groupId, groupId);
  const ofConnection =
    oauthConnectionId === null
      ? undefined
      : and(
          eq(webhookEvents.associatedObjectType, "oauth_connection"),
          eq(associatedObjectId, oauthConnectionId),
        );
  if (ofGroup === undefined && ofConnection === undefined) return [];
  return db
    .select({ environment, eventId, receivedAt, category, associatedObjectId, state, failures })
    .from(webhookEvents)
    .where(and(or(ofGroup, ofConnection), before === null ? undefined : lt(receivedAt, before)))
    .orderBy(desc(receivedAt))
    .limit(limit);
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
