import "server-only";
import { AppError, notFound } from "../errors";
import type { Actor, Context, CustomerActor } from "../context";

/** Every verb that acts for somebody signed in, and who may use it. `own`: on the group that the actor is. */
export const permissions = {
  "connection.read": { customer: "own" },
  "connection.disconnect": { customer: "own" },
  "account.read": { customer: "own" },
  "session.read": { customer: "own" },
  "session.end": { customer: "own" },
} as const satisfies Record<string, Partial<Record<Actor["kind"], "own" | "any">>>;

export type Permission = keyof typeof permissions;

/**
 * The first line of every verb that acts for a customer.
 * @throws AppError `not_signed_in`; `not_found` for a group that is not the actor's, as for an unknown one.
 */
export function requireCustomerPermission(
  { actor }: Context,
  permission: Permission,
  groupId: string,
): CustomerActor {
  if (actor === null) {
    throw new AppError("not_signed_in", "You are signed out. Nothing was changed; sign in and try again.");
  }
  if (actor.kind !== "customer" || !("customer" in permissions[permission])) throw notFound();
  // Attack: a signed-in customer puts another group's id into the address or the form.
  if (actor.groupId !== groupId) throw notFound();
  return actor;
}
