import "server-only";
import { and, asc, count, desc, eq, getTableColumns, gt, isNull, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { staff, staffInvitations } from "../schema";

export type StaffRow = typeof staff.$inferSelect;
export type InvitationRow = typeof staffInvitations.$inferSelect;

const membershipLock = 7_264_001;

/** Makes all changes of who is staff, and in which role, take turns until each transaction's end. */
export async function lockMembership(tx: Executor): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${membershipLock})`);
}

export async function findStaffBySubject(
  db: Executor,
  issuer: string,
  subject: string,
): Promise<StaffRow | null> {
  const [row] = await db
    .select()
    .from(staff)
    .where(and(eq(staff.issuer, issuer), eq(staff.subject, subject)));
  return row ?? null;
}

export async function findStaff(db: Executor, id: string): Promise<StaffRow | null> {
  const [row] = await db.select().from(staff).where(eq(staff.id, id));
  return row ?? null;
}

/** Those who are staff, and those who were, the first of them first. */
export async function listAllStaff(db: Executor): Promise<StaffRow[]> {
  return db.select().from(staff).orderBy(asc(staff.createdAt), asc(staff.id));
}

/** Somebody who is staff now, by their address. */
export async function findCurrentStaffByEmail(db: Executor, email: string): Promise<StaffRow | null> {
  const [row] = await db
    .select()
    .from(staff)
    .where(and(eq(staff.email, email), isNull(staff.removedAt)))
    .limit(1);
  return row ?? null;
}

export async function countOwners(db: Executor): Promise<number> {
  const [row] = await db
    .select({ owners: count() })
    .from(staff)
    .where(and(eq(staff.role, "owner"), isNull(staff.removedAt)));
  return row?.owners ?? 0;
}

/** Adds a person, or takes back one who had been removed, who is staff anew from then on. */
export async function putStaff(tx: Executor, values: typeof staff.$inferInsert): Promise<StaffRow> {
  const { email, name, role, createdAt } = values;
  const [row] = await tx
    .insert(staff)
    .values(values)
    .onConflictDoUpdate({
      target: [staff.issuer, staff.subject],
      set: { email, name, role, createdAt, removedAt: null },
    })
    .returning();
  if (row === undefined) throw new Error("INSERT … RETURNING gave no row");
  return row;
}

export async function updateStaff(
  tx: Executor,
  id: string,
  values: Partial<Pick<StaffRow, "email" | "name" | "role" | "removedAt">>,
): Promise<void> {
  await tx.update(staff).set(values).where(eq(staff.id, id));
}

export async function insertInvitation(
  tx: Executor,
  values: typeof staffInvitations.$inferInsert,
): Promise<InvitationRow> {
  const [row] = await tx.insert(staffInvitations).values(values).returning();
  if (row === undefined) throw new Error("INSERT … RETURNING gave no row");
  return row;
}

const isOpen = isNull(staffInvitations.closedAt);

/** The invitation of an address that still counts. */
export async function findOpenInvitation(
  db: Executor,
  email: string,
  now: Date,
): Promise<InvitationRow | null> {
  const [row] = await db
    .select()
    .from(staffInvitations)
    .where(and(eq(staffInvitations.email, email), isOpen, gt(staffInvitations.expiresAt, now)));
  return row ?? null;
}

/** Closes the invitation of an address, expired or not. Returns it where there was one. */
export async function closeInvitations(
  tx: Executor,
  which: { email: string } | { id: string },
  how: { closedAt: Date; acceptedBy?: string },
): Promise<InvitationRow | null> {
  const isMeant = "id" in which ? eq(staffInvitations.id, which.id) : eq(staffInvitations.email, which.email);
  const [closed] = await tx.update(staffInvitations).set(how).where(and(isMeant, isOpen)).returning();
  return closed ?? null;
}

/** Invitations that nobody has taken up or withdrawn, the newest first. */
export async function listOpenInvitations(
  db: Executor,
): Promise<(InvitationRow & { invitedByEmail: string })[]> {
  return db
    .select({ ...getTableColumns(staffInvitations), invitedByEmail: staff.email })
    .from(staffInvitations)
    .innerJoin(staff, eq(staff.id, staffInvitations.invitedBy))
    .where(isOpen)
    .orderBy(desc(staffInvitations.createdAt));
}
