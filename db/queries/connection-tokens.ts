import "server-only";
import { and, desc, eq, inArray, like } from "drizzle-orm";
import type { Executor } from "../client";
import { auditEntries, connections, connectionTokens, currentConnectionStates } from "../schema";

export type ConnectionTokenRow = typeof connectionTokens.$inferSelect;

/** Of the live token's use, and of the sandbox token's being there, the connection's own row keeps a copy. */
type Copy = Partial<Pick<typeof connections.$inferInsert, "lastUsedAt" | "lastOkAt" | "hasSandboxToken">>;

async function copyToConnection(tx: Executor, connectionId: string, copy: Copy): Promise<void> {
  await tx.update(connections).set(copy).where(eq(connections.id, connectionId));
}

/** The caller holds the connection's row. */
export async function putToken(tx: Executor, token: typeof connectionTokens.$inferInsert): Promise<void> {
  const { connectionId, environment, ...replaced } = token;
  await tx
    .insert(connectionTokens)
    .values(token)
    .onConflictDoUpdate({
      target: [connectionTokens.connectionId, connectionTokens.environment],
      set: { ...replaced, lastUsedAt: null, lastOkAt: null },
    });
  const unused = { lastUsedAt: null, lastOkAt: null };
  await copyToConnection(tx, connectionId, environment === "live" ? unused : { hasSandboxToken: true });
}

/** The caller holds the connection's row. */
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
  if (environments.includes("sandbox")) await copyToConnection(tx, connectionId, { hasSandboxToken: false });
}

/** How many sandbox tokens the connection has ever had: the log that nobody can rewrite has an entry of each. */
export async function countMintedSandboxTokens(tx: Executor, connectionId: string): Promise<number> {
  const isMinting = inArray(auditEntries.action, ["sandbox_token.minted", "sandbox_token.replaced"]);
  const { targetKind, targetId } = auditEntries;
  return tx.$count(auditEntries, and(eq(targetKind, "connection"), eq(targetId, connectionId), isMinting));
}

/** Notes that a token was used; one of an older generation is no longer there and notes nothing. */
export async function noteTokenUse(
  db: Executor,
  token: Pick<ConnectionTokenRow, "connectionId" | "environment" | "generation">,
  use: { lastUsedAt: Date; lastOkAt?: Date },
): Promise<void> {
  const { connectionId, environment, generation } = token;
  await db.transaction(async (tx) => {
    // The connection's row first, as all who change its tokens do: two can't wait for each other in a circle.
    const { id } = connections;
    await tx.select({ id }).from(connections).where(eq(id, connectionId)).for("update");
    const noted = await tx
      .update(connectionTokens)
      .set(use)
      .where(
        and(
          eq(connectionTokens.connectionId, connectionId),
          eq(connectionTokens.environment, environment),
          eq(connectionTokens.generation, generation),
        ),
      )
      .returning({ environment: connectionTokens.environment });
    if (noted.length > 0 && environment === "live") await copyToConnection(tx, connectionId, use);
  });
}

/** Holds the token's row against being destroyed. False: it is gone, or another has taken its place. */
export async function holdToken(
  tx: Executor,
  {
    connectionId,
    environment,
    generation,
  }: Pick<ConnectionTokenRow, "connectionId" | "environment" | "generation">,
): Promise<boolean> {
  const held = await tx
    .select({ generation: connectionTokens.generation })
    .from(connectionTokens)
    .where(
      and(
        eq(connectionTokens.connectionId, connectionId),
        eq(connectionTokens.environment, environment),
        eq(connectionTokens.generation, generation),
      ),
    )
    .for("key share");
  return held.length > 0;
}

/** Whether the group's connection goes on, with a token of that side: one that was replaced counts. */
export async function isTokenThere(
  db: Executor,
  groupId: string,
  { connectionId, environment }: Pick<ConnectionTokenRow, "connectionId" | "environment">,
): Promise<boolean> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .innerJoin(connectionTokens, eq(connectionTokens.connectionId, connections.id))
    .where(
      and(
        eq(connections.groupId, groupId),
        eq(connections.id, connectionId),
        inArray(connections.state, currentConnectionStates),
        eq(connectionTokens.environment, environment),
      ),
    );
  return rows.length > 0;
}

/** The last thing that the log tells of the connection's sandbox token; null where it never had one. */
export async function findNewestSandboxAct(tx: Executor, connectionId: string): Promise<string | null> {
  const { action, id, targetKind, targetId } = auditEntries;
  const [entry] = await tx
    .select({ action })
    .from(auditEntries)
    .where(and(eq(targetKind, "connection"), eq(targetId, connectionId), like(action, "sandbox\\_token.%")))
    .orderBy(desc(id))
    .limit(1);
  return entry?.action ?? null;
}
