import "server-only";
import { isSessionLive } from "@/db/queries/sessions";
import type { Context } from "../context";
import { requireCustomerPermission, type Permission } from "./permissions";

/**
 * Asks a customer's session once more, in the middle of an answer that may outlive it.
 * @throws as requireCustomerPermission does
 */
export async function requireStillSignedIn(
  context: Context,
  permission: Permission,
  groupId: string,
): Promise<void> {
  const actor = requireCustomerPermission(context, permission, groupId);
  const isLive = await isSessionLive(context.db, groupId, { id: actor.sessionId, now: context.now() });
  requireCustomerPermission({ ...context, actor: isLive ? actor : null }, permission, groupId);
}
