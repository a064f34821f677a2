import "server-only";
import { and, count, eq, gt, lte, ne } from "drizzle-orm";
import type { Executor } from "../client";
import { sessions } from "../schema";

export type Session = typeof sessions.$inferSelect;

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

/** Ends the group's sessions, all of them or all but one. Returns how many. */
export async function deleteGroupSessions(
  db: Executor,
  groupId: string,
  { exceptId }: { exceptId?: string } = {},
): Promise<number> {
  const ended = await db
    .delete(sessions)
    .where(and(eq(sessions.userId, groupId), exceptId === undefined ? undefined : ne(sessions.id, exceptId)))
    .returning({ id: sessions.id });
  return ended.length;
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
}
