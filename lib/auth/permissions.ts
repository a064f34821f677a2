import "server-only";
import { AppError, notFound } from "../errors";
import type { Context, CustomerActor, StaffActor, StaffRole } from "../context";

/**
 * Every verb that acts for somebody, and who may use it. A customer: on the group that they are (`own`). Staff:
 * from that role on. The system: the crons, and what the portal does after an answer.
 */
export const permissions = {
  "connection.read": { customer: "own" },
  "connection.disconnect": { customer: "own" },
  "connection.reconcile": { system: "any" },
  "account.read": { customer: "own" },
  "session.read": { customer: "own" },
  "session.end": { customer: "own" },
  "event.read": { staff: "viewer" },
  "event.replay": { staff: "operator" },
  "event.process": { system: "any" },
  "alert.send": { system: "any" },
} as const satisfies Record<string, { customer?: "own"; staff?: StaffRole; system?: "any" }>;

export type Permission = keyof typeof permissions;

const rankOf: Record<StaffRole, number> = { viewer: 1, operator: 2, owner: 3 };

function signedOut(): AppError {
  return new AppError("not_signed_in", "You are signed out. Nothing was changed; sign in and try again.");
}

/**
 * The first line of every verb that acts for a customer.
 * @throws AppError `not_signed_in`; `not_found` for a group that is not the actor's, as for an unknown one.
 */
export function requireCustomerPermission(
  { actor }: Context,
  permission: Permission,
  groupId: string,
): CustomerActor {
  if (actor === null) throw signedOut();
  if (actor.kind !== "customer" || !("customer" in permissions[permission])) throw notFound();
  // Attack: a signed-in customer puts another group's id into the address or the form.
  if (actor.groupId !== groupId) throw notFound();
  return actor;
}

/**
 * The first line of every verb that acts for staff.
 * @throws AppError `not_signed_in`; `not_allowed` for a role that may not; `not_found` for anybody who is not staff
 */
export function requireStaffPermission({ actor }: Context, permission: Permission): StaffActor {
  if (actor === null) throw signedOut();
  const rule = permissions[permission];
  // Attack: a customer calls a verb of the staff. For them it does not exist.
  if (actor.kind !== "staff" || !("staff" in rule)) throw notFound();
  if (rankOf[actor.role] < rankOf[rule.staff]) {
    throw new AppError(
      "not_allowed",
      `This needs the role ${rule.staff}. Nothing was changed; ask an owner for that role.`,
    );
  }
  return actor;
}

/**
 * The first line of every verb that no person runs.
 * @throws AppError `not_found` for anybody but the system
 */
export function requireSystemPermission({ actor }: Context, permission: Permission): void {
  // Attack: a page or an action that reaches for a cron's work with a person's context.
  if (actor?.kind !== "system" || !("system" in permissions[permission])) throw notFound();
}
