import "server-only";
import { and, desc, eq, exists, inArray, isNull, notInArray } from "drizzle-orm";
import type { Executor } from "../client";
import { connections, connectionTokens } from "../schema";

export type ConnectionRow = typeof connections.$inferSelect;
export type ConnectionTokenRow = typeof connectionTokens.$inferSelect;
export type ConnectionWithTokens = ConnectionRow & { tokens: ConnectionTokenRow[] };

const currentStates: ConnectionRow["state"][] = ["active", "needs_reconnect"];

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
      desc(inArray(connections.state, currentStates)),
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
    .where(and(eq(connections.groupId, groupId), inArray(connections.state, currentStates)))
    .for("update");
  return withTokens(tx, row);
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
    Pick<ConnectionRow, "state" | "stateChangedAt" | "scope" | "connectedAt" | "oauthConnectionId">
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
        notInArray(connections.state, currentStates),
      ),
    );
}

/** Gives a connection Increase's id, if it is current, has none, and its live token is still this generation. */
export async function setOauthConnectionId(
  tx: Executor,
  groupId: string,
  { id, generation }: { id: string; generation: number },
  found: { oauthConnectionId: string; oauthApplicationId: string },
): Promise<boolean> {
  const sameToken = tx
    .select({ id: connectionTokens.connectionId })
    .from(connectionTokens)
    .where(
      and(
        eq(connectionTokens.connectionId, id),
        eq(connectionTokens.environment, "live"),
        eq(connectionTokens.generation, generation),
      ),
    );
  const updated = await tx
    .update(connections)
    .set(found)
    .where(
      and(
        eq(connections.groupId, groupId),
        eq(connections.id, id),
        inArray(connections.state, currentStates),
        isNull(connections.oauthConnectionId),
        exists(sameToken),
      ),
    )
    .returning({ id: connections.id });
  return updated.length === 1;
}

export async function putToken(tx: Executor, token: typeof connectionTokens.$inferInsert): Promise<void> {
  const { connectionId: _connectionId, environment: _environment, ...replaced } = token;
  await tx
    .insert(connectionTokens)
    .values(token)
    .onConflictDoUpdate({
      target: [connectionTokens.connectionId, connectionTokens.environment],
      set: { ...replaced, lastUsedAt: null, lastOkAt: null },
    });
}

export async function deleteTokens(
  tx: Executor,
  connectionId: string,
  environments: ConnectionTokenRow["environment"][],
): Promise<void> {
  if (environments.length === 0) return;
  await tx
    .delete(connectionTokens)
    .where(
      and(
        eq(connectionTokens.connectionId, connectionId),
        inArray(connectionTokens.environment, environments),
      ),
    );
}

/** Notes that a token was used; one of an older generation is no longer there and notes nothing. */
export async function noteTokenUse(
  db: Executor,
  token: Pick<ConnectionTokenRow, "connectionId" | "environment" | "generation">,
  use: { lastUsedAt: Date; lastOkAt?: Date },
): Promise<void> {
  await db
    .update(connectionTokens)
    .set(use)
    .where(
      and(
        eq(connectionTokens.connectionId, token.connectionId),
        eq(connectionTokens.environment, token.environment),
        eq(connectionTokens.generation, token.generation),
      ),
    );
}
