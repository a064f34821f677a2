import "server-only";
import { listCurrentStaff, listOpenInvitations, type InvitationRow, type StaffRow } from "@/db/queries/staff";
import { listLiveStaffSessions, type StaffSession } from "@/db/queries/staff-sessions";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";

export type StaffPerson = Omit<StaffRow, "issuer" | "subject" | "removedAt"> & {
  lastSeenAt: Date | null;
  sessions: number;
};
export type Invitation = Omit<InvitationRow, "acceptedBy" | "closedAt"> & { invitedByEmail: string };

/**
 * Who is staff, and who is invited.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function listStaff(
  context: Context,
): Promise<{ people: StaffPerson[]; invitations: Invitation[] }> {
  requireStaffPermission(context, "staff.read");
  const { db, now } = context;
  const [rows, invitations, sessions] = await Promise.all([
    listCurrentStaff(db),
    listOpenInvitations(db),
    listLiveStaffSessions(db, { now: now() }),
  ]);
  const people = rows.map(({ id, email, name, role, createdAt }) => {
    const own = sessions.filter(({ staffId }) => staffId === id);
    return { id, email, name, role, createdAt, sessions: own.length, lastSeenAt: own[0]?.lastSeenAt ?? null };
  });
  return { people, invitations };
}

export type OwnSessions = { sessions: Omit<StaffSession, "tokenHash">[]; thisId: string };

/**
 * The sessions of the person who asks, and which of them they ask with.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function listOwnSessions(context: Context): Promise<OwnSessions> {
  const { staffId, sessionId } = requireStaffPermission(context, "staff_session.read");
  const sessions = await listLiveStaffSessions(context.db, { staffId, now: context.now() });
  return { sessions, thisId: sessionId };
}
