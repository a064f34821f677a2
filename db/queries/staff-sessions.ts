import "server-only";
import { and, desc, eq, getTableColumns, gt, isNull, lte, ne } from "drizzle-orm";
import type { Executor, Transaction } from "../client";
import { staff, staffSessions } from "../schema";
import type { StaffRow } from "./staff";

export type StaffSession = typeof staffSessions.$inferSelect;

function isLive(now: Date) {
  return and(gt(staffSessions.idleExpiresAt, now), gt(staffSessions.absoluteExpiresAt, now));
}

export async function insertStaffSession(
  tx: Executor,
  session: typeof staffSessions.$inferInsert,
): Promise<StaffSession> {
  const [inserted] = await tx.insert(staffSessions).values(session).returning();
  if (inserted === undefined) throw new Error("INSERT … RETURNING gave no row");
  return inserted;
}

/** With the person as they are now: a role changed or a person removed counts with the next request. */
export async function findLiveStaffSession(
  db: Executor,
  tokenHash: string,
  now: Date,
): Promise<{ session: StaffSession; person: StaffRow } | null> {
  const [found] = await db
    .select({ session: getTableColumns(staffSessions), person: getTableColumns(staff) })
    .from(staffSessions)
    .innerJoin(staff, eq(staff.id, staffSessions.staffId))
    .where(and(eq(staffSessions.tokenHash, tokenHash), isLive(now), isNull(staff.removedAt)));
  return found ?? null;
}

function selectRoleOfStaffSession(db: Executor, id: string, now: Date) {
  return db
    .select({ role: staff.role })
    .from(staffSessions)
    .innerJoin(staff, eq(staff.id, staffSessions.staffId))
    .where(and(eq(staffSessions.id, id), isLive(now), isNull(staff.removedAt)));
}

/** The role of whoever has this session now. Null: it has ended, or they are no longer staff. */
export async function findRoleOfStaffSession(
  db: Executor,
  id: string,
  now: Date,
): Promise<StaffRow["role"] | null> {
  const [found] = await selectRoleOfStaffSession(db, id, now);
  return found?.role ?? null;
}

/**
 * The same until the transaction's end: nobody is removed or given another role before it. The person's row alone is
 * held, as a removal takes that one first and then the sessions: the two can't wait for each other in a circle.
 */
export async function lockRoleOfStaffSession(
  tx: Transaction,
  id: string,
  now: Date,
): Promise<StaffRow["role"] | null> {
  const [found] = await selectRoleOfStaffSession(tx, id, now).for("share", { of: staff });
  return found?.role ?? null;
}

/** Moves the idle end. Returns null where the session is gone or over: an ended session is never revived. */
export async function touchStaffSession(
  db: Executor,
  tokenHash: string,
  { now, idleExpiresAt }: { now: Date; idleExpiresAt: Date },
): Promise<StaffSession | null> {
  const [session] = await db
    .update(staffSessions)
    .set({ lastSeenAt: now, idleExpiresAt })
    .where(and(eq(staffSessions.tokenHash, tokenHash), isLive(now)))
    .returning();
  return session ?? null;
}

export async function deleteStaffSessionByToken(
  db: Executor,
  tokenHash: string,
): Promise<StaffSession | null> {
  const [ended] = await db.delete(staffSessions).where(eq(staffSessions.tokenHash, tokenHash)).returning();
  return ended ?? null;
}

/** Ends sessions of one person: all, all but one, or one. Returns how many. */
export async function deleteStaffSessions(
  db: Executor,
  staffId: string,
  which: { exceptId?: string; id?: string } = {},
): Promise<number> {
  const ended = await db
    .delete(staffSessions)
    .where(
      and(
        eq(staffSessions.staffId, staffId),
        which.id === undefined ? undefined : eq(staffSessions.id, which.id),
        which.exceptId === undefined ? undefined : ne(staffSessions.id, which.exceptId),
      ),
    )
    .returning({ id: staffSessions.id });
  return ended.length;
}

/** The sessions that are live, of one person or of all, the last used first. */
export async function listLiveStaffSessions(
  db: Executor,
  { staffId, now }: { staffId?: string; now: Date },
): Promise<Omit<StaffSession, "tokenHash">[]> {
  const { tokenHash: _tokenHash, ...shown } = getTableColumns(staffSessions);
  return db
    .select(shown)
    .from(staffSessions)
    .where(and(staffId === undefined ? undefined : eq(staffSessions.staffId, staffId), isLive(now)))
    .orderBy(desc(staffSessions.lastSeenAt));
}

/** The idle end is never later than the other one. */
export async function deleteExpiredStaffSessions(db: Executor, now: Date): Promise<void> {
  await db.delete(staffSessions).where(lte(staffSessions.idleExpiresAt, now));
}
