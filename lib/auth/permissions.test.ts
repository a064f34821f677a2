import { describe, expect, test } from "vitest";
import type { Actor, Context, StaffRole } from "../context";
import { AppError } from "../errors";
import { createLog } from "../log";
import { createServices } from "../services";
import { staffActor } from "../testing/staff";
import { testEnv } from "../testing/test-portal";
import {
  freshSignInMs,
  permissions,
  requireCustomerPermission,
  requireStaffPermission,
  requireSystemPermission,
  type Permission,
} from "./permissions";

const now = new Date("2026-11-25T12:00:00Z");
const services = { ...createServices(testEnv(), createLog({ write: () => undefined })), now: () => now };
const groupId = "group_own";

type Rule = { customer?: string; staff?: StaffRole; isFresh?: boolean; system?: string };
const rules: [Permission, Rule][] = Object.entries<Rule>(permissions).flatMap(([name, rule]) =>
  isPermission(name) ? [[name, rule]] : [],
);

function isPermission(name: string): name is Permission {
  return name in permissions;
}

const roles = ["viewer", "operator", "owner"] as const;
const signedInBefore = (ms: number) => ({ signedInAt: new Date(now.getTime() - ms) });

const actors: [string, Actor | null][] = [
  ["nobody", null],
  ["the group's customer", { kind: "customer", groupId, sessionId: "session" }],
  ["another group's customer", { kind: "customer", groupId: "group_other", sessionId: "session" }],
  ["a customer whose group begins alike", { kind: "customer", groupId: `${groupId}2`, sessionId: "session" }],
  ["the system", { kind: "system" }],
  ...roles.flatMap((role): [string, Actor][] => [
    [`a fresh ${role}`, staffActor(role, signedInBefore(freshSignInMs - 1))],
    [`a stale ${role}`, staffActor(role, signedInBefore(freshSignInMs))],
  ]),
];

function contextOf(actor: Actor | null): Context {
  return { ...services, actor, requestId: "request", source: { ipAddress: null, userAgent: null } };
}

/** What became of a guard: the actor it lets in, or its code. */
function outcomeOf(guard: () => unknown): unknown {
  try {
    guard();
    return "allowed";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

function expectedOfCustomer(rule: Rule, actor: Actor | null): string {
  if (actor === null) return "not_signed_in";
  const isOwn = actor.kind === "customer" && actor.groupId === groupId;
  return isOwn && rule.customer === "own" ? "allowed" : "not_found";
}

function expectedOfStaff(rule: Rule, actor: Actor | null): string {
  if (actor === null) return "not_signed_in";
  if (actor.kind !== "staff" || rule.staff === undefined) return "not_found";
  if (roles.indexOf(actor.role) < roles.indexOf(rule.staff)) return "not_allowed";
  const isStale = now.getTime() - actor.signedInAt.getTime() >= freshSignInMs;
  return rule.isFresh && isStale ? "sign_in_again" : "allowed";
}

function expectedOfSystem(rule: Rule, actor: Actor | null): string {
  return actor?.kind === "system" && rule.system === "any" ? "allowed" : "not_found";
}

describe.each(rules)("%s", (permission, rule) => {
  test.each(actors)("%s gets what the table says", (_who, actor) => {
    const context = contextOf(actor);
    expect({
      customer: outcomeOf(() => requireCustomerPermission(context, permission, groupId)),
      staff: outcomeOf(() => requireStaffPermission(context, permission)),
      system: outcomeOf(() => requireSystemPermission(context, permission)),
    }).toEqual({
      customer: expectedOfCustomer(rule, actor),
      staff: expectedOfStaff(rule, actor),
      system: expectedOfSystem(rule, actor),
    });
  });
});

test("a guard hands back the actor that it let in", () => {
  const customer = { kind: "customer", groupId, sessionId: "session" } as const;
  expect(requireCustomerPermission(contextOf(customer), "account.read", groupId)).toBe(customer);
  const viewer = staffActor("viewer");
  expect(requireStaffPermission(contextOf(viewer), "event.read")).toBe(viewer);
});

/** Written down a second time: a slip in the table itself is not to pass. */
describe("what must never change unnoticed", () => {
  const having = (has: (rule: Rule) => boolean) =>
    rules.filter(([, rule]) => has(rule)).map(([permission]) => permission);

  test("owners alone manage the staff", () => {
    expect(having(({ staff }) => staff === "owner").toSorted()).toEqual([
      "staff.change",
      "staff.invite",
      "staff_session.end_of_others",
    ]);
  });

  test("destructive acts ask for a fresh sign-in", () => {
    expect(having(({ isFresh }) => isFresh === true)).toEqual(
      expect.arrayContaining(["connection.disconnect", "sandbox_token.destroy", "staff.change"]),
    );
  });

  test("a viewer reads, takes lists along, and ends sessions of their own: no more", () => {
    for (const permission of having(({ staff }) => staff === "viewer")) {
      expect(permission).toMatch(/\.(read|list|inspect|export)$|^staff_session\.end$/);
    }
  });

  test("no permission is for nobody, and none of the system's is a person's", () => {
    for (const [, { customer, staff, system }] of rules) {
      expect(customer ?? staff ?? system).toBeDefined();
      if (system !== undefined) expect(customer ?? staff).toBeUndefined();
    }
  });
});
