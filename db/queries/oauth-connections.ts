import "server-only";
import { and, eq, inArray, isNotNull, isNull, lt, notExists, or, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { connections, oauthConnections } from "../schema";

export type OauthConnectionRow = typeof oauthConnections.$inferSelect;
export type HeardOfConnection = typeof oauthConnections.$inferInsert;

const currentStates = ["active", "needs_reconnect"] as const;

/**
 * Adds what was heard of Increase's connections to what is known, and locks their rows for the rest of the
 * transaction. `inactive` is final, whatever is heard after it. In one order of ids: two at once can't wait in
 * a circle.
 */
export async function putOauthConnections(
  tx: Executor,
  heard: HeardOfConnection[],
): Promise<OauthConnectionRow[]> {
  if (heard.length === 0) return [];
  const known = oauthConnections;
  return tx
    .insert(oauthConnections)
    .values(heard.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    .onConflictDoUpdate({
      target: oauthConnections.id,
      set: {
        groupId: sql`coalesce(excluded.group_id, ${known.groupId})`,
        oauthApplicationId: sql`coalesce(excluded.oauth_application_id, ${known.oauthApplicationId})`,
        status: sql`case when ${known.status} = 'inactive' then 'inactive' else coalesce(excluded.status, ${known.status}) end`,
        createdAt: sql`coalesce(excluded.created_at, ${known.createdAt})`,
        deletedAt: sql`coalesce(excluded.deleted_at, ${known.deletedAt})`,
        seenAt: sql`greatest(excluded.seen_at, ${known.seenAt})`,
      },
    })
    .returning();
}

export async function findOauthConnection(db: Executor, id: string): Promise<OauthConnectionRow | null> {
  const [row] = await db.select().from(oauthConnections).where(eq(oauthConnections.id, id));
  return row ?? null;
}

export async function listOauthConnectionsOfGroup(
  db: Executor,
  groupId: string,
  oauthApplicationId: string,
): Promise<OauthConnectionRow[]> {
  return db
    .select()
    .from(oauthConnections)
    .where(
      and(eq(oauthConnections.groupId, groupId), eq(oauthConnections.oauthApplicationId, oauthApplicationId)),
    );
}

export type OneSided = {
  /** Active at Increase for our application, and never connected here. */
  onlyAtIncrease: number;
  /** Current here under an id that Increase's whole list did not have. */
  onlyHere: number;
};

/** What only one side has, once Increase's list has been walked from `walkStartedAt` to its end. */
export async function countOneSided(
  db: Executor,
  { oauthApplicationId, walkStartedAt }: { oauthApplicationId: string; walkStartedAt: Date },
): Promise<OneSided> {
  const connectedHere = db
    .select({ one: sql`1` })
    .from(connections)
    .where(eq(connections.groupId, oauthConnections.groupId));
  const [atIncrease, here] = await Promise.all([
    db.$count(
      oauthConnections,
      and(
        eq(oauthConnections.status, "active"),
        eq(oauthConnections.oauthApplicationId, oauthApplicationId),
        notExists(connectedHere),
      ),
    ),
    db
      .select({ count: sql<number>`count(*)::int` })
      .from(connections)
      .leftJoin(oauthConnections, eq(oauthConnections.id, connections.oauthConnectionId))
      .where(
        and(
          isNotNull(connections.oauthConnectionId),
          inArray(connections.state, [...currentStates]),
          lt(connections.connectedAt, walkStartedAt),
          or(isNull(oauthConnections.seenAt), lt(oauthConnections.seenAt, walkStartedAt)),
        ),
      ),
  ]);
  return { onlyAtIncrease: atIncrease, onlyHere: here[0]?.count ?? 0 };
}
