import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, ne, notInArray } from "drizzle-orm";
import type { Executor } from "../client";
import { connections, connectionTokens, currentConnectionStates } from "../schema";
import type { ConnectionTokenRow } from "./connection-tokens";

export type ConnectionRow = typeof connections.$inferSelect;
export type ConnectionWithTokens = ConnectionRow & { tokens: ConnectionTokenRow[] };

async function withTokens(
  db: Executor,
  row: ConnectionRow | undefined,
): Promise<ConnectionWithTokens | null> {
  if (row === undefined) return null;
  const tokens = await db.select().from(connectionTokens).where(eq(connectionTokens.connectionId, row.id));
  return { ...row, tokens };
}

/** The group's current connection, or else the one that ended last. Clocks of two instances may differ. */
export async function findNewestConnection(
  db: Executor,
  groupId: string,
): Promise<ConnectionWithTokens | null> {
  const [row] = await db
    .select()
    .from(connections)
    .where(eq(connections.groupId, groupId))
    .orderBy(
      desc(inArray(connections.state, currentConnectionStates)),
      desc(connections.connectedAt),
      desc(connections.id),
    )
    .limit(1);
  return withTokens(db, row);
}

/** The group's active or needs_reconnect connection, locked for the rest of the transaction. */
export async function lockCurrentConnection(
  tx: Executor,
  groupId: string,
): Promise<ConnectionWithTokens | null> {
  const [row] = await tx
    .select()
    .from(connections)
    .where(and(eq(connections.groupId, groupId), inArray(connections.state, currentConnectionStates)))
    .for("update");
  return withTokens(tx, row);
}

/** The group's connection that has this id at Increase, current or ended, locked for the rest of the transaction. */
export async function lockConnectionByOauthId(
  tx: Executor,
  groupId: string,
  oauthConnectionId: string,
): Promise<ConnectionWithTokens | null> {
  const [row] = await tx
    .select()
    .from(connections)
    .where(and(eq(connections.groupId, groupId), eq(connections.oauthConnectionId, oauthConnectionId)))
    .for("update");
  return withTokens(tx, row);
}

/** Whose connection has this id at Increase. Nothing is locked: it may have moved on by the next statement. */
export async function findGroupOfOauthConnection(
  db: Executor,
  oauthConnectionId: string,
): Promise<string | null> {
  const [row] = await db
    .select({ groupId: connections.groupId })
    .from(connections)
    .where(eq(connections.oauthConnectionId, oauthConnectionId));
  return row?.groupId ?? null;
}

/** Which of these ids of Increase are of connections that have not ended as deactivated here. */
export async function listNotDeactivated(db: Executor, oauthConnectionIds: string[]): Promise<string[]> {
  if (oauthConnectionIds.length === 0) return [];
  const rows = await db
    .select({ id: connections.oauthConnectionId })
    .from(connections)
    .where(
      and(inArray(connections.oauthConnectionId, oauthConnectionIds), ne(connections.state, "deactivated")),
    );
  return rows.flatMap(({ id }) => id ?? []);
}

/** Current connections whose id at Increase is not known, in the order of our own ids. */
export async function listUnidentifiedConnections(
  db: Executor,
  { afterId, limit }: { afterId: string | null; limit: number },
): Promise<Pick<ConnectionRow, "id" | "groupId">[]> {
  return db
    .select({ id: connections.id, groupId: connections.groupId })
    .from(connections)
    .where(
      and(
        isNull(connections.oauthConnectionId),
        inArray(connections.state, currentConnectionStates),
        afterId === null ? undefined : gt(connections.id, afterId),
      ),
    )
    .orderBy(asc(connections.id))
    .limit(limit);
}

/** Which of these groups are connected here. */
export async function listConnectedGroups(db: Executor, groupIds: string[]): Promise<string[]> {
  if (groupIds.length === 0) return [];
  const rows = await db
    .select({ groupId: connections.groupId })
    .from(connections)
    .where(and(inArray(connections.groupId, groupIds), inArray(connections.state, currentConnectionStates)));
  return rows.map(({ groupId }) => groupId);
}

/** When the oldest connection was made; null where there is none. */
export async function findFirstConnectedAt(db: Executor): Promise<Date | null> {
  const [row] = await db
    .select({ connectedAt: connections.connectedAt })
    .from(connections)
    .orderBy(asc(connections.connectedAt))
    .limit(1);
  return row?.connectedAt ?? null;
}

export async function insertConnection(
  tx: Executor,
  values: typeof connections.$inferInsert,
): Promise<ConnectionRow> {
  const [row] = await tx.insert(connections).values(values).returning();
  if (row === undefined) throw new Error("INSERT … RETURNING gave no row");
  return row;
}

export async function updateConnection(
  tx: Executor,
  groupId: string,
  id: string,
  values: Partial<
    Pick<
      ConnectionRow,
      | "state"
      | "stateChangedAt"
      | "stateReason"
      | "scope"
      | "signInBegunAt"
      | "oauthConnectionId"
      | "oauthApplicationId"
      | "missingSince"
    >
  >,
): Promise<void> {
  await tx
    .update(connections)
    .set(values)
    .where(and(eq(connections.groupId, groupId), eq(connections.id, id)));
}

/** Takes Increase's id from the group's ended connections: Increase may go on with the same one after a reconnect. */
export async function releaseOauthConnectionId(
  tx: Executor,
  groupId: string,
  oauthConnectionId: string,
): Promise<void> {
  await tx
    .update(connections)
    .set({ oauthConnectionId: null })
    .where(
      and(
        eq(connections.groupId, groupId),
        eq(connections.oauthConnectionId, oauthConnectionId),
        notInArray(connections.state, [...currentConnectionStates]),
      ),
    );
}

/** One connection, by our own id or by Increase's. Staff alone look for it without naming its group. */
export async function findConnection(
  db: Executor,
  which: { id: string } | { oauthConnectionId: string },
): Promise<ConnectionWithTokens | null> {
  const isMeant =
    "id" in which ? eq(connections.id, which.id) : eq(connections.oauthConnectionId, which.oauthConnectionId);
  const [row] = await db.select().from(connections).where(isMeant);
  return withTokens(db, row);
}
