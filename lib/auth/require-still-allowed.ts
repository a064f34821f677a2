import "server-only";
import { findRoleOfStaffSession } from "@/db/queries/staff-sessions";
import type { Context } from "../context";
import { requireStaffPermission, type Permission } from "./permissions";

/**
 * Asks once more, in the middle of an answer that may outlive the session it began with.
 * @throws as requireStaffPermission does
 */
export async function requireStillAllowed(context: Context, permission: Permission): Promise<void> {
  const { sessionId, ...actor } = requireStaffPermission(context, permission);
  const role = await findRoleOfStaffSession(context.db, sessionId, context.now());
  requireStaffPermission({ ...context, actor: role && { ...actor, sessionId, role } }, permission);
}
