import "server-only";
import {
  and,
  asc,
  desc,
  eq,
  getTableName,
  inArray,
  isNotNull,
  isNull,
  ne,
  not,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Executor } from "../client";
import {
  accounts,
  alerts,
  auditEntries,
  connectLinks,
  connections,
  endedSessions,
  groupChanges,
  groupViews,
  knownAccounts,
  oauthConnections,
  sessions,
  staffActs,
  upstreamErrors,
  users,
  webhookEvents,
} from "../schema";
import { isErased, type OauthConnectionRow } from "./oauth-connections";

/** What it takes to erase a group. Its events are in event-erasure.ts; docs/retention.md has every table. */

export type RowCount = [table: string, rows: number];

const one = { one: sql`1` };

export const erasedAction = "group.erased";

const Noted = z.object({ standing: z.array(z.string()) });

/**
 * Increase's ids of connections that had not ended when the group was last erased. Their rows went with it: of them
 * the audit log alone still knows.
 */
export async function listLeftStanding(tx: Executor, groupId: string): Promise<string[]> {
  const { action, after, id } = auditEntries;
  const [last] = await tx
    .select({ after })
    .from(auditEntries)
    .where(and(eq(auditEntries.groupId, groupId), eq(action, erasedAction)))
    .orderBy(desc(id))
    .limit(1);
  return Noted.catch({ standing: [] }).parse(last?.after).standing;
}

/**
 * Increase's connections that are the group's, were its connections' here, or are among these. Locked for the rest of
 * the transaction, in the order of putOauthConnections.
 */
export async function lockOauthConnectionsOf(
  tx: Executor,
  groupId: string,
  others: string[],
): Promise<OauthConnectionRow[]> {
  const { id } = oauthConnections;
  const held = tx
    .select({ id: connections.oauthConnectionId })
    .from(connections)
    .where(and(eq(connections.groupId, groupId), isNotNull(connections.oauthConnectionId)));
  return tx
    .select()
    .from(oauthConnections)
    .where(or(eq(oauthConnections.groupId, groupId), inArray(id, held), inArray(id, others)))
    .orderBy(sql`${id} collate "C"`)
    .for("update");
}

/**
 * Holds the group's user row until the transaction ends, made for that where there is none: a first sign-in waits as
 * well. Returns whether it was there.
 */
export async function holdUser(tx: Executor, groupId: string): Promise<boolean> {
  const found = await tx.select(one).from(users).where(eq(users.id, groupId)).for("update");
  if (found.length > 0) return true;
  await tx
    .insert(users)
    .values({ id: groupId })
    .onConflictDoUpdate({ target: users.id, set: { id: groupId } });
  return false;
}

export async function deleteUser(tx: Executor, groupId: string): Promise<void> {
  await tx.delete(users).where(eq(users.id, groupId));
}

/** Of those that have ended at Increase, which is final, the id stays and nothing else. Returns how many. */
export async function emptyOauthConnections(tx: Executor, ids: string[], seenAt: Date): Promise<number> {
  if (ids.length === 0) return 0;
  const nothing = { groupId: null, oauthApplicationId: null, createdAt: null, deletedAt: null };
  const emptied = await tx
    .update(oauthConnections)
    // With `seenAt` it is told from one whose end was heard of before its group: see putOauthConnections.
    .set({ ...nothing, seenAt, isHeld: false })
    .where(and(inArray(oauthConnections.id, ids), eq(oauthConnections.status, "inactive"), not(isErased)))
    .returning(one);
  return emptied.length;
}

async function deleteFrom(tx: Executor, table: PgTable, isTheirs: SQL | undefined): Promise<RowCount> {
  const deleted = await tx.delete(table).where(isTheirs).returning(one);
  return [getTableName(table), deleted.length];
}

/** Not the user row, which is held to the end, nor events. Tokens and kept data went when the connection ended. */
export async function deleteGroupRows(
  tx: Executor,
  groupId: string,
  oauthConnectionIds: string[],
): Promise<RowCount[]> {
  const own = tx.select({ id: connections.id }).from(connections).where(eq(connections.groupId, groupId));
  const isStanding = or(isNull(oauthConnections.status), ne(oauthConnections.status, "inactive"));
  const theirs: [PgTable, SQL | undefined][] = [
    [oauthConnections, and(inArray(oauthConnections.id, oauthConnectionIds), isStanding)],
    [accounts, eq(accounts.userId, groupId)],
    [sessions, eq(sessions.userId, groupId)],
    [endedSessions, eq(endedSessions.groupId, groupId)],
    [staffActs, inArray(staffActs.connectionId, own)],
    [knownAccounts, eq(knownAccounts.groupId, groupId)],
    [connections, eq(connections.groupId, groupId)],
    [groupChanges, eq(groupChanges.groupId, groupId)],
    [groupViews, eq(groupViews.groupId, groupId)],
    [connectLinks, or(eq(connectLinks.groupId, groupId), eq(connectLinks.usedByGroupId, groupId))],
    [upstreamErrors, eq(upstreamErrors.groupId, groupId)],
    [alerts, and(tellsOf(groupId), or(isNotNull(alerts.sentAt), isNotNull(alerts.givenUpAt)))],
  ];
  const counts: RowCount[] = [];
  for (const [table, isTheirs] of theirs) counts.push(await deleteFrom(tx, table, isTheirs));
  return counts;
}

function tellsOf(groupId: string): SQL {
  return sql`${alerts.data} ->> 'group_id' = ${groupId}`;
}

/** Alerts about the group that the platform has not been told yet. */
export async function countOpenAlerts(tx: Executor, groupId: string): Promise<number> {
  return tx.$count(alerts, and(tellsOf(groupId), isNull(alerts.sentAt), isNull(alerts.givenUpAt)));
}

async function isInAuditLog(db: Executor, groupId: string): Promise<boolean> {
  const found = await db
    .select(one)
    .from(auditEntries)
    .where(eq(auditEntries.groupId, groupId))
    .orderBy(asc(auditEntries.id))
    .limit(1);
  return found.length > 0;
}

/** Whether exactly this id is, or ever was, a group's here. */
export async function isKnownGroup(db: Executor, groupId: string): Promise<boolean> {
  const { claimedGroupId, groupId: resolvedGroupId } = webhookEvents;
  const places: [PgTable, SQL | undefined][] = [
    [users, eq(users.id, groupId)],
    [connections, eq(connections.groupId, groupId)],
    [oauthConnections, eq(oauthConnections.groupId, groupId)],
    [webhookEvents, eq(resolvedGroupId, groupId)],
    [webhookEvents, eq(claimedGroupId, groupId)],
  ];
  if (await isInAuditLog(db, groupId)) return true;
  for (const [table, isTheirs] of places) {
    const found = await db.select(one).from(table).where(isTheirs).limit(1);
    if (found.length > 0) return true;
  }
  return false;
}
