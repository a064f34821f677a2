import "server-only";
import {
  and,
  eq,
  exists,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  not,
  notExists,
  sql,
  type SQL,
} from "drizzle-orm";
import type { Executor } from "../client";
import { connections, connectionTokens, currentConnectionStates, oauthConnections } from "../schema";

export type OauthConnectionRow = typeof oauthConnections.$inferSelect;
export type HeardOfConnection = Omit<typeof oauthConnections.$inferInsert, "isHeld">;

/** One that erasure has emptied: ended, seen, and of no group, as no other is. */
export const isErased = sql`(${oauthConnections.status} = 'inactive'
  and ${oauthConnections.groupId} is null and ${oauthConnections.seenAt} is not null)`;

/** Which of these are what is left of an erased group. */
export async function listErased(db: Executor, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { id } = oauthConnections;
  const rows = await db
    .select({ id })
    .from(oauthConnections)
    .where(and(inArray(id, ids), isErased));
  return new Set(rows.map((row) => row.id));
}

/**
 * One for each id: a row that moves from a page to the next while they are read is in both. It has ended if either says
 * so: that is final.
 */
function onePerId(heard: HeardOfConnection[]): HeardOfConnection[] {
  const byId = new Map<string, HeardOfConnection>();
  for (const connection of heard) {
    if (byId.get(connection.id)?.status !== "inactive") byId.set(connection.id, connection);
  }
  return [...byId.values()];
}

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
    .values(onePerId(heard).toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    .onConflictDoUpdate({
      target: oauthConnections.id,
      set: {
        // One that was erased stays nobody's.
        groupId: sql`case when ${isErased} then null else coalesce(excluded.group_id, ${known.groupId}) end`,
        oauthApplicationId: sql`coalesce(excluded.oauth_application_id, ${known.oauthApplicationId})`,
        status: sql`case when ${known.status} = 'inactive' then 'inactive' else coalesce(excluded.status, ${known.status}) end`,
        createdAt: sql`coalesce(excluded.created_at, ${known.createdAt})`,
        deletedAt: sql`coalesce(excluded.deleted_at, ${known.deletedAt})`,
        seenAt: sql`greatest(excluded.seen_at, ${known.seenAt})`,
      },
    })
    .returning();
}

/** Our connection that has the id of Increase's connection in the query around it. */
function holderOf(db: Executor) {
  return db
    .select({ one: sql`1` })
    .from(connections)
    .where(eq(connections.oauthConnectionId, oauthConnections.id));
}

/** A connection of ours has taken this id. The caller holds the row. */
export async function noteHeld(tx: Executor, id: string): Promise<void> {
  await tx.update(oauthConnections).set({ isHeld: true }).where(eq(oauthConnections.id, id));
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

/** Groups whose current connection has another id than one of these, which was made since its sign-in began. */
export async function listDoubtfulGroups(
  db: Executor,
  ids: string[],
  { clockSkewMs, longestSignInMs }: { clockSkewMs: number; longestSignInMs: number },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const begunAt = sql`coalesce(${connections.signInBegunAt}, ${connections.connectedAt} - ${longestSignInMs} * interval '1 millisecond')`;
  const rows = await db
    .selectDistinct({ groupId: connections.groupId })
    .from(oauthConnections)
    .innerJoin(
      connections,
      and(
        eq(connections.groupId, oauthConnections.groupId),
        eq(connections.oauthApplicationId, oauthConnections.oauthApplicationId),
        inArray(connections.state, currentConnectionStates),
      ),
    )
    .where(
      and(
        inArray(oauthConnections.id, ids),
        ne(connections.oauthConnectionId, oauthConnections.id),
        gte(oauthConnections.createdAt, sql`${begunAt} - ${clockSkewMs} * interval '1 millisecond'`),
      ),
    );
  return rows.map(({ groupId }) => groupId);
}

/** Current here under an id that Increase's whole list, walked from `walkStartedAt` to its end, did not have. */
function isMissingThere(db: Executor, walkStartedAt: Date): SQL | undefined {
  const wasSeen = db
    .select({ one: sql`1` })
    .from(oauthConnections)
    .where(
      and(
        eq(oauthConnections.id, connections.oauthConnectionId),
        gte(oauthConnections.seenAt, walkStartedAt),
      ),
    );
  // Race: who reconnects during the walk may have a connection at Increase that the pages read before are without.
  const hasNewerToken = db
    .select({ one: sql`1` })
    .from(connectionTokens)
    .where(
      and(
        eq(connectionTokens.connectionId, connections.id),
        eq(connectionTokens.environment, "live"),
        gte(connectionTokens.mintedAt, walkStartedAt),
      ),
    );
  return and(
    isNotNull(connections.oauthConnectionId),
    inArray(connections.state, currentConnectionStates),
    lt(connections.connectedAt, walkStartedAt),
    notExists(wasSeen),
    notExists(hasNewerToken),
  );
}

export type OneSided = {
  /** Active at Increase for our application, and held by no connection here: as the staff's list has them. */
  onlyAtIncrease: number;
  /** Current here under an id that Increase's whole list did not have. */
  onlyHere: number;
};

/**
 * What only one side has, once Increase's list has been walked from `walkStartedAt` to its end. Keeps with our
 * connections since when they are missing there.
 */
export async function noteOneSided(
  db: Executor,
  {
    oauthApplicationId,
    walkStartedAt,
    now,
  }: { oauthApplicationId: string; walkStartedAt: Date | null; now: Date },
): Promise<OneSided> {
  if (walkStartedAt !== null) {
    const isMissing = isMissingThere(db, walkStartedAt);
    await db
      .update(connections)
      .set({ missingSince: now })
      .where(and(isMissing, isNull(connections.missingSince)));
    await db
      .update(connections)
      .set({ missingSince: null })
      .where(and(isNotNull(connections.missingSince), sql`not (${isMissing})`));
  }
  await db
    .update(oauthConnections)
    .set({ isHeld: false })
    .where(and(oauthConnections.isHeld, notExists(holderOf(db))));
  await db
    .update(oauthConnections)
    .set({ isHeld: true })
    .where(and(not(oauthConnections.isHeld), exists(holderOf(db))));
  const isUnheld = and(
    eq(oauthConnections.status, "active"),
    eq(oauthConnections.oauthApplicationId, oauthApplicationId),
    not(oauthConnections.isHeld),
  );
  return {
    onlyAtIncrease: await db.$count(oauthConnections, isUnheld),
    onlyHere: await db.$count(connections, isNotNull(connections.missingSince)),
  };
}
