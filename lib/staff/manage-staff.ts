import "server-only";
import type { Transaction } from "@/db/client";
import {
  closeInvitations,
  countOwners,
  findStaff,
  insertInvitation,
  listCurrentStaff,
  lockMembership,
  updateStaff,
  type StaffRow,
} from "@/db/queries/staff";
import { deleteStaffSessions } from "@/db/queries/staff-sessions";
import { z } from "zod";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context, StaffRole } from "../context";
import { AppError, notFound } from "../errors";

export const invitationLifetimeMs = 7 * 24 * 60 * 60_000;

const address = z.email().max(254);

/**
 * Invites an address in a role: whoever first signs in with it, verified by the issuer, is staff. An invitation
 * of the same address that is still open is replaced.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input`, `conflict` for one who is staff
 */
export async function inviteStaff(
  context: Context,
  { email: given, role }: { email: string; role: StaffRole },
): Promise<void> {
  const { staffId } = requireStaffPermission(context, "staff.invite");
  const parsed = address.safeParse(given.trim().toLowerCase());
  if (!parsed.success) {
    throw new AppError("invalid_input", "That is no e-mail address. Nobody was invited; correct it.");
  }
  const email = parsed.data;
  const createdAt = context.now();
  await context.db.transaction(async (tx) => {
    await lockMembership(tx);
    if ((await listCurrentStaff(tx)).some((person) => person.email === email)) {
      throw new AppError(
        "conflict",
        `${email} is staff already. Nothing was changed; change their role instead.`,
      );
    }
    await closeInvitations(tx, { email }, { closedAt: createdAt });
    const expiresAt = new Date(createdAt.getTime() + invitationLifetimeMs);
    const { id } = await insertInvitation(tx, { email, role, invitedBy: staffId, createdAt, expiresAt });
    await recordAudit(tx, context, {
      action: "staff.invited",
      targetKind: "invitation",
      targetId: id,
      groupId: null,
      after: { email, role },
    });
  });
}

/**
 * Takes an invitation back. One that is no longer open stays as it is. Returns whether there was one.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`
 */
export async function withdrawInvitation(context: Context, { id }: { id: string }): Promise<boolean> {
  requireStaffPermission(context, "staff.invite");
  return context.db.transaction(async (tx) => {
    await lockMembership(tx);
    const closed = await closeInvitations(tx, { id }, { closedAt: context.now() });
    if (closed === null) return false;
    await recordAudit(tx, context, {
      action: "staff.invitation_withdrawn",
      targetKind: "invitation",
      targetId: id,
      groupId: null,
      before: { email: closed.email, role: closed.role },
    });
    return true;
  });
}

/** The person, with all changes of the staff held back until the transaction's end. */
async function lockPerson(tx: Transaction, id: string): Promise<StaffRow> {
  await lockMembership(tx);
  const person = await findStaff(tx, id);
  if (person === null || person.removedAt !== null) throw notFound();
  return person;
}

async function refuseLastOwner(tx: Transaction, { role }: StaffRow): Promise<void> {
  if (role !== "owner" || (await countOwners(tx)) > 1) return;
  throw new AppError(
    "conflict",
    "This is the last owner. Nothing was changed; make somebody else an owner first.",
  );
}

/**
 * Gives a person another role, from their next request on. Returns whether that changed anything.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `sign_in_again`, `conflict` for the last owner
 */
export async function changeRole(
  context: Context,
  { staffId, role }: { staffId: string; role: StaffRole },
): Promise<boolean> {
  requireStaffPermission(context, "staff.change");
  return context.db.transaction(async (tx) => {
    const person = await lockPerson(tx, staffId);
    if (person.role === role) return false;
    await refuseLastOwner(tx, person);
    await updateStaff(tx, staffId, { role });
    await recordAudit(tx, context, {
      action: "staff.role_changed",
      targetKind: "staff",
      targetId: staffId,
      groupId: null,
      before: { role: person.role },
      after: { role },
    });
    return true;
  });
}

/**
 * Removes a person: their sessions end, and their next request is a stranger's.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `sign_in_again`, `conflict` for the last owner
 */
export async function removeStaff(context: Context, { staffId }: { staffId: string }): Promise<void> {
  requireStaffPermission(context, "staff.change");
  await context.db.transaction(async (tx) => {
    const person = await lockPerson(tx, staffId);
    await refuseLastOwner(tx, person);
    await updateStaff(tx, staffId, { removedAt: context.now() });
    const endedSessions = await deleteStaffSessions(tx, staffId);
    await recordAudit(tx, context, {
      action: "staff.removed",
      targetKind: "staff",
      targetId: staffId,
      groupId: null,
      before: { role: person.role, email: person.email },
      after: { endedSessions },
    });
  });
}
