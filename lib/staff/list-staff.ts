import "server-only";
import { listAllStaff, listOpenInvitations, type InvitationRow, type StaffRow } from "@/db/queries/staff";
import { listLiveStaffSessions, type StaffSession } from "@/db/queries/staff-sessions";
import { requireStaffPermission } from "../auth/permissions";
import type { Context, StaffActor } from "../context";

type LiveSession = Omit<StaffSession, "tokenHash">;

export type StaffPerson = Pick<StaffRow, "id" | "email" | "name" | "role" | "createdAt"> & {
  /** Null: not signed in. */
  lastSeenAt: Date | null;
  sessions: number;
};
type FormerStaff = Pick<StaffRow, "id" | "email" | "name"> & { removedAt: Date };
export type Invitation = Omit<InvitationRow, "acceptedBy" | "closedAt"> & { invitedByEmail: string };
export type StaffOverview = {
  /** Who asks. */
  self: Pick<StaffActor, "staffId" | "role">;
  people: StaffPerson[];
  former: FormerStaff[];
  invitations: Invitation[];
};

function toPerson({ id, email, name, role, createdAt }: StaffRow, live: LiveSession[]): StaffPerson {
  const own = live.filter(({ staffId }) => staffId === id);
  return { id, email, name, role, createdAt, sessions: own.length, lastSeenAt: own[0]?.lastSeenAt ?? null };
}

/**
 * Who is staff, who was, and who is invited.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function listStaff(context: Context): Promise<StaffOverview> {
  const { staffId, role } = requireStaffPermission(context, "staff.read");
  const { db, now } = context;
  const [rows, invitations, live] = await Promise.all([
    listAllStaff(db),
    listOpenInvitations(db),
    listLiveStaffSessions(db, { now: now() }),
  ]);
  return {
    self: { staffId, role },
    people: rows.filter(({ removedAt }) => removedAt === null).map((row) => toPerson(row, live)),
    former: rows.flatMap(({ id, email, name, removedAt }) =>
      removedAt === null ? [] : [{ id, email, name, removedAt }],
    ),
    invitations: invitations.map(({ acceptedBy: _by, closedAt: _at, ...invitation }) => invitation),
  };
}

export type OwnSessions = { sessions: LiveSession[]; thisId: string };

/**
 * The sessions of the person who asks, and which of them they ask with.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function listOwnSessions(context: Context): Promise<OwnSessions> {
  const { staffId, sessionId } = requireStaffPermission(context, "staff_session.read");
  const sessions = await listLiveStaffSessions(context.db, { staffId, now: context.now() });
  return { sessions, thisId: sessionId };
}
