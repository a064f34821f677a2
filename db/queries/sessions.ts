import "server-only";
import { and, count, eq, gt, lte, ne } from "drizzle-orm";
import type { Executor } from "../client";
import { endedSessions, sessions } from "../schema";

export type Session = typeof sessions.$inferSelect;
export type EndedSession = typeof endedSessions.$inferSelect;

/** Neither of its two ends has come. */
function isLive(now: Date) {
  return and(gt(sessions.idleExpiresAt, now), gt(sessions.absoluteExpiresAt, now));
}

export async function insertSession(db: Executor, session: typeof sessions.$inferInsert): Promise<Session> {
  const [inserted] = await db.insert(sessions).values(session).returning();
  if (inserted === undefined) throw new Error("INSERT … RETURNING gave no row");
  return inserted;
}

/** A session past either of its ends is not found. */
export async function findLiveSession(db: Executor, tokenHash: string, now: Date): Promise<Session | null> {
  const [session] = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.tokenHash, tokenHash), isLive(now)));
  return session ?? null;
}

/** Whether this session of the group has not ended. */
export async function isSessionLive(
  db: Executor,
  groupId: string,
  { id, now }: { id: string; now: Date },
): Promise<boolean> {
  const isMeant = and(eq(sessions.userId, groupId), eq(sessions.id, id));
  return (await db.$count(sessions, and(isMeant, isLive(now)))) > 0;
}

/** Moves the idle end. Returns null where the session is gone or over: an ended session is never revived. */
export async function touchSession(
  db: Executor,
  tokenHash: string,
  { now, idleExpiresAt }: { now: Date; idleExpiresAt: Date },
): Promise<Session | null> {
  const [session] = await db
    .update(sessions)
    .set({ lastSeenAt: now, idleExpiresAt })
    .where(and(eq(sessions.tokenHash, tokenHash), isLive(now)))
    .returning();
  return session ?? null;
}

export async function deleteSession(db: Executor, tokenHash: string): Promise<Session | null> {
  const [session] = await db.delete(sessions).where(eq(sessions.tokenHash, tokenHash)).returning();
  return session ?? null;
}

/** Ends all sessions of a group but one. Returns how many. */
export async function deleteOtherSessions(db: Executor, groupId: string, exceptId: string): Promise<number> {
  const ended = await db
    .delete(sessions)
    .where(and(eq(sessions.userId, groupId), ne(sessions.id, exceptId)))
    .returning({ id: sessions.id });
  return ended.length;
}

/** Ends all sessions of a group, and keeps why for those who still hold their cookies. Returns how many. */
export async function deleteGroupSessions(
  tx: Executor,
  groupId: string,
  { reason, endedAt }: { reason: EndedSession["reason"]; endedAt: Date },
): Promise<number> {
  const ended = await tx.delete(sessions).where(eq(sessions.userId, groupId)).returning();
  if (ended.length === 0) return 0;
  await tx.insert(endedSessions).values(
    ended.map(({ tokenHash, absoluteExpiresAt: expiresAt }) => ({
      tokenHash,
      reason,
      groupId,
      endedAt,
      expiresAt,
    })),
  );
  return ended.length;
}

/** Why the session of this token ended, where it was ended by more than its age. */
export async function findEndedSession(
  db: Executor,
  tokenHash: string,
  now: Date,
): Promise<EndedSession | null> {
  const [ended] = await db
    .select()
    .from(endedSessions)
    .where(and(eq(endedSessions.tokenHash, tokenHash), gt(endedSessions.expiresAt, now)));
  return ended ?? null;
}

export async function countOtherSessions(
  db: Executor,
  groupId: string,
  { sessionId, now }: { sessionId: string; now: Date },
): Promise<number> {
  const [row] = await db
    .select({ others: count() })
    .from(sessions)
    .where(and(eq(sessions.userId, groupId), ne(sessions.id, sessionId), isLive(now)));
  return row?.others ?? 0;
}

/** The idle end is never later than the other one. */
export async function deleteExpiredSessions(db: Executor, now: Date): Promise<void> {
  await db.delete(sessions).where(lte(sessions.idleExpiresAt, now));
  await db.delete(endedSessions).where(lte(endedSessions.expiresAt, now));
}
