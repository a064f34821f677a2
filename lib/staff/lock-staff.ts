import "server-only";
import type { Transaction } from "@/db/client";
import { findStaff, lockMembership } from "@/db/queries/staff";
import { requireStaffPermission, type Permission } from "../auth/permissions";
import type { Context } from "../context";

/**
 * Holds all changes of the staff back until the transaction's end, and asks once more whether the actor may.
 * @throws AppError as requireStaffPermission
 */
export async function lockStaff(tx: Transaction, context: Context, permission: Permission): Promise<void> {
  const { staffId, ...actor } = requireStaffPermission(context, permission);
  await lockMembership(tx);
  const self = await findStaff(tx, staffId);
  // Race: an owner who is being removed invites their own other account in the same moment.
  const isStaff = self !== null && self.removedAt === null;
  const actorNow = isStaff ? { ...actor, staffId, role: self.role } : null;
  requireStaffPermission({ ...context, actor: actorNow }, permission);
}
