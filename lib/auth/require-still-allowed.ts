import "server-only";
import type { Transaction } from "@/db/client";
import { findRoleOfStaffSession, lockRoleOfStaffSession } from "@/db/queries/staff-sessions";
import type { Context, StaffRole } from "../context";
import { requireStaffPermission, type Permission } from "./permissions";

async function requireWithRole(
  context: Context,
  permission: Permission,
  readRole: (sessionId: string) => Promise<StaffRole | null>,
): Promise<void> {
  const { sessionId, ...actor } = requireStaffPermission(context, permission);
  const role = await readRole(sessionId);
  requireStaffPermission({ ...context, actor: role && { ...actor, sessionId, role } }, permission);
}

/**
 * Asks once more, in the middle of an answer that may outlive the session it began with.
 * @throws as requireStaffPermission does
 */
export async function requireStillAllowed(context: Context, permission: Permission): Promise<void> {
  await requireWithRole(context, permission, (id) => findRoleOfStaffSession(context.db, id, context.now()));
}

/**
 * The same before something is stored: whoever removes or demotes the person waits for the transaction's end, so that
 * nothing is stored in their name afterwards.
 * @throws as requireStaffPermission does
 */
export async function lockStillAllowed(
  tx: Transaction,
  context: Context,
  permission: Permission,
): Promise<void> {
  await requireWithRole(context, permission, (id) => lockRoleOfStaffSession(tx, id, context.now()));
}
