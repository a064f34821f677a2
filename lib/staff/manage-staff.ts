import "server-only";
import type { Transaction } from "@/db/client";
import { countOwners, findStaff, updateStaff, type StaffRow } from "@/db/queries/staff";
import { deleteStaffSessions } from "@/db/queries/staff-sessions";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context, StaffRole } from "../context";
import { AppError, notFound } from "../errors";
import { lockStaff } from "./lock-staff";

/** The person, with all changes of the staff held back until the transaction's end. */
async function lockPerson(tx: Transaction, context: Context, id: string): Promise<StaffRow> {
  await lockStaff(tx, context, "staff.change");
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
    const person = await lockPerson(tx, context, staffId);
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
    const person = await lockPerson(tx, context, staffId);
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
