import "server-only";
import { AppError, notFound } from "../errors";
import { noteOnSpan } from "../telemetry";
import type { Context, CustomerActor, StaffActor, StaffRole } from "../context";

/** Destructive acts ask for a sign-in no older than this. */
export const freshSignInMs = 15 * 60_000;

type Rule = {
  customer?: "own";
  staff?: StaffRole;
  /** Staff must have signed in lately. */
  isFresh?: true;
  system?: "any";
};

/**
 * Every verb that acts for somebody, and who may use it. A customer: on the group that they are (`own`). Staff:
 * from that role on. The system: the crons, and what the portal does after an answer.
 */
export const permissions = {
  "connection.read": { customer: "own", staff: "operator" },
  "connection.disconnect": { customer: "own", staff: "operator", isFresh: true },
  "connection.list": { staff: "viewer" },
  "connection.inspect": { staff: "viewer" },
  "connection.export": { staff: "viewer" },
  "connection.test": { staff: "operator" },
  "connection.sync": { staff: "operator" },
  "connection.reconcile": { system: "any" },
  "sandbox_token.mint": { customer: "own", staff: "operator" },
  "sandbox_token.destroy": { staff: "operator", isFresh: true },
  "connect_link.read": { staff: "viewer" },
  "connect_link.create": { staff: "operator" },
  "connect_link.revoke": { staff: "operator" },
  "application.read": { staff: "viewer" },
  "account.read": { customer: "own", staff: "operator" },
  "account_number.reveal": { customer: "own" },
  "transaction.export": { customer: "own", staff: "operator" },
  "group.view": { staff: "operator" },
  "session.read": { customer: "own" },
  "session.end": { customer: "own" },
  "event.read": { staff: "viewer" },
  "event.export": { staff: "viewer" },
  "event.replay": { staff: "operator" },
  "event.process": { system: "any" },
  "audit.read": { staff: "viewer" },
  "audit.export": { staff: "viewer" },
  "overview.read": { staff: "viewer" },
  "staff.read": { staff: "viewer" },
  "staff.invite": { staff: "owner", isFresh: true },
  "staff.change": { staff: "owner", isFresh: true },
  "staff_session.read": { staff: "viewer" },
  "staff_session.end": { staff: "viewer" },
  "staff_session.end_of_others": { staff: "owner" },
  "alert.send": { system: "any" },
  "setup.read": { staff: "viewer" },
  "setup.fix": { system: "any" },
  "setup.probe": { system: "any" },
  "token.rotate": { system: "any" },
  "group.erase": { system: "any" },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;

const rankOf: Record<StaffRole, number> = { viewer: 1, operator: 2, owner: 3 };

/** On the span of the verb that asks. */
function noteAsked({ actor }: Pick<Context, "actor">, permission: Permission): void {
  noteOnSpan({ "portal.permission": permission, "portal.actor": actor?.kind ?? "nobody" });
}

function signedOut(): AppError {
  return new AppError("not_signed_in", "You are signed out. Nothing was changed; sign in and try again.");
}

/**
 * The first line of every verb that acts for a customer.
 * @throws AppError `not_signed_in`; `not_found` for a group that is not the actor's, as for an unknown one.
 */
export function requireCustomerPermission(
  context: Pick<Context, "actor">,
  permission: Permission,
  groupId: string,
): CustomerActor {
  const { actor } = context;
  noteAsked(context, permission);
  if (actor === null) throw signedOut();
  if (actor.kind !== "customer" || !("customer" in permissions[permission])) throw notFound();
  // Attack: a signed-in customer puts another group's id into the address or the form.
  if (actor.groupId !== groupId) throw notFound();
  noteOnSpan({ "portal.group_id": groupId });
  return actor;
}

/**
 * The first line of every verb that acts for staff.
 * @throws AppError `not_signed_in`; `not_allowed` for a role that may not; `not_found` for anybody who is not
 * staff; `sign_in_again` where the act is destructive and the sign-in is not of the last minutes
 */
export function requireStaffPermission(
  context: Pick<Context, "actor" | "now">,
  permission: Permission,
): StaffActor {
  const { actor, now } = context;
  noteAsked(context, permission);
  if (actor === null) throw signedOut();
  const rule: Rule = permissions[permission];
  // Attack: a customer calls a verb of the staff. For them it does not exist.
  if (actor.kind !== "staff" || rule.staff === undefined) throw notFound();
  if (rankOf[actor.role] < rankOf[rule.staff]) {
    throw new AppError(
      "not_allowed",
      `This needs the role ${rule.staff}. Nothing was changed; ask an owner for that role.`,
    );
  }
  // Attack: a session left open on an unattended machine, or a stolen cookie.
  if (rule.isFresh && now().getTime() - actor.signedInAt.getTime() >= freshSignInMs) {
    throw new AppError(
      "sign_in_again",
      "This asks for a sign-in of the last 15 minutes. Nothing was changed; sign in again and repeat it.",
    );
  }
  return actor;
}

/**
 * The first line of a verb that a customer uses on their own group, and the staff on any.
 * @throws as requireCustomerPermission and requireStaffPermission do
 */
export function requireGroupPermission(
  context: Pick<Context, "actor" | "now">,
  permission: Permission,
  groupId: string,
): CustomerActor | StaffActor {
  return context.actor?.kind === "staff"
    ? requireStaffPermission(context, permission)
    : requireCustomerPermission(context, permission, groupId);
}

/**
 * The first line of every verb that no person runs.
 * @throws AppError `not_found` for anybody but the system
 */
export function requireSystemPermission(context: Pick<Context, "actor">, permission: Permission): void {
  const { actor } = context;
  noteAsked(context, permission);
  // Attack: a page or an action that reaches for a cron's work with a person's context.
  if (actor?.kind !== "system" || !("system" in permissions[permission])) throw notFound();
}

/** Whether a page shows the button of an act of the staff. For show alone: the act's own verb decides. */
export function isOffered({ actor }: Pick<Context, "actor">, permission: Permission): boolean {
  const rule: Rule = permissions[permission];
  if (actor?.kind !== "staff") return false;
  // Stryker disable next-line ConditionalExpression: for the compiler alone, as no rank is at least undefined
  if (rule.staff === undefined) return false;
  return rankOf[actor.role] >= rankOf[rule.staff];
}
