import { permissions, type Permission } from "@/lib/auth/permissions";
import type { StaffRole } from "@/lib/context";
import type { Actor } from "./actors";

/** Whose session an endpoint takes. */
export type Side = "customer" | "staff";

export type Verdict = "allowed" | "signed_out" | "sign_in_again" | "not_allowed" | "not_found";

type Rule = { customer?: "own"; staff?: StaffRole; isFresh?: true; system?: "any" };

const roles: readonly StaffRole[] = ["viewer", "operator", "owner"];

/** `/groups/*` takes customers alone and `/admin/*` the staff alone, whatever else the browser holds. */
export function sideOf(place: string): Side {
  return /^(app)?\/admin(\/|$)/.test(place) ? "staff" : "customer";
}

export function neededRole(permission: Permission): StaffRole | undefined {
  const rule: Rule = permissions[permission];
  return rule.staff;
}

function judgeStaff(rule: Rule, { staff }: Actor): Verdict {
  if (staff === null) return "signed_out";
  if (rule.staff === undefined) return "not_found";
  if (roles.indexOf(staff.role) < roles.indexOf(rule.staff)) return "not_allowed";
  return rule.isFresh && !staff.isFresh ? "sign_in_again" : "allowed";
}

function judgeCustomer(rule: Rule, { customerOf }: Actor, groupId: string): Verdict {
  if (customerOf === null) return "signed_out";
  return rule.customer === "own" && customerOf === groupId ? "allowed" : "not_found";
}

/** What the one table of permissions says, worked out here a second time. `groupId`: whose group it is about. */
export function judge(permission: Permission, side: Side, actor: Actor, groupId: string): Verdict {
  const rule: Rule = permissions[permission];
  return side === "staff" ? judgeStaff(rule, actor) : judgeCustomer(rule, actor, groupId);
}
