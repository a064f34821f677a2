import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor, StaffActor, StaffRole } from "../context";
import { AppError } from "../errors";
import { withSpan } from "../telemetry";
import { recordTelemetry, type RecordedTelemetry } from "../testing/telemetry";
import {
  isOffered,
  permissions,
  requireCustomerPermission,
  requireGroupPermission,
  requireStaffPermission,
  requireSystemPermission,
  type Permission,
} from "./permissions";

const now = new Date("2026-11-25T12:00:00Z");
const groupId = "group_own";
const freshMs = 15 * 60_000;

type Rule = { customer?: string; staff?: StaffRole; isFresh?: boolean; system?: string };
const rules: [Permission, Rule][] = Object.entries<Rule>(permissions).flatMap(([name, rule]) =>
  isPermission(name) ? [[name, rule]] : [],
);

function isPermission(name: string): name is Permission {
  return name in permissions;
}

const roles = ["viewer", "operator", "owner"] as const;
const staffActor = (role: StaffRole, signedInMsAgo = 0): StaffActor => ({
  kind: "staff",
  staffId: "staff",
  role,
  sessionId: "session",
  signedInAt: new Date(now.getTime() - signedInMsAgo),
});
const ownCustomer = { kind: "customer", groupId, sessionId: "session" } as const;

const actors: [string, Actor | null][] = [
  ["nobody", null],
  ["the group's customer", ownCustomer],
  ["another group's customer", { ...ownCustomer, groupId: "group_other" }],
  ["a customer whose group begins alike", { ...ownCustomer, groupId: `${groupId}2` }],
  ["the system", { kind: "system" }],
  ...roles.flatMap((role): [string, Actor][] => [
    [`a fresh ${role}`, staffActor(role, freshMs - 1)],
    [`a stale ${role}`, staffActor(role, freshMs)],
  ]),
];

const contextOf = (actor: Actor | null) => ({ actor, now: () => now });

/** What became of a guard. */
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
  const isStale = now.getTime() - actor.signedInAt.getTime() >= freshMs;
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
      either: outcomeOf(() => requireGroupPermission(context, permission, groupId)),
      system: outcomeOf(() => requireSystemPermission(context, permission)),
    }).toEqual({
      customer: expectedOfCustomer(rule, actor),
      staff: expectedOfStaff(rule, actor),
      either: actor?.kind === "staff" ? expectedOfStaff(rule, actor) : expectedOfCustomer(rule, actor),
      system: expectedOfSystem(rule, actor),
    });
  });

  test.each(actors)("%s is shown its button where the act would not refuse for good", (_who, actor) => {
    const outcome = outcomeOf(() => requireStaffPermission(contextOf(actor), permission));
    expect(isOffered(contextOf(actor), permission)).toBe(
      ["allowed", "sign_in_again"].includes(String(outcome)),
    );
  });
});

test("a guard hands back the actor that it let in", () => {
  expect(requireCustomerPermission(contextOf(ownCustomer), "account.read", groupId)).toBe(ownCustomer);
  const viewer = staffActor("viewer");
  expect(requireStaffPermission(contextOf(viewer), "event.read")).toBe(viewer);
});

test("one of the staff who is told of a group does not become its customer", () => {
  const within = { ...staffActor("owner"), groupId };
  const guard = () => requireCustomerPermission(contextOf(within), "account_number.reveal", groupId);
  expect(outcomeOf(guard)).toBe("not_found");
});

test("a refusal that a person can do something about says what, and that nothing was changed", () => {
  const stale = contextOf(staffActor("owner", freshMs));
  const viewer = contextOf(staffActor("viewer"));
  expect(() => requireCustomerPermission(contextOf(null), "account.read", groupId)).toThrow(
    "You are signed out. Nothing was changed; sign in and try again.",
  );
  expect(() => requireStaffPermission(viewer, "staff.change")).toThrow(
    "This needs the role owner. Nothing was changed; ask an owner for that role.",
  );
  expect(() => requireStaffPermission(stale, "staff.change")).toThrow(
    "This asks for a sign-in of the last 15 minutes. Nothing was changed; sign in again and repeat it.",
  );
});

describe("the span of a verb", () => {
  let recorded: RecordedTelemetry;
  beforeAll(() => {
    recorded = recordTelemetry();
  });
  beforeEach(() => recorded.clear());
  afterAll(() => recorded.close());

  /** What is said of a guard that was asked in it, whatever it answered. */
  async function saidOf(guard: () => unknown) {
    await withSpan("verb", {}, () => void outcomeOf(guard));
    return recorded.spansNamed("verb").map(({ attributes }) => attributes);
  }

  test("says what was asked, by whom, and of which group that is theirs", async () => {
    expect(
      await saidOf(() => requireCustomerPermission(contextOf(ownCustomer), "account.read", groupId)),
    ).toEqual([
      { "portal.permission": "account.read", "portal.actor": "customer", "portal.group_id": groupId },
    ]);
  });

  test("says it of what is refused too, but takes no group's id from the address", async () => {
    expect(
      await saidOf(() => requireCustomerPermission(contextOf(ownCustomer), "account.read", "other")),
    ).toEqual([{ "portal.permission": "account.read", "portal.actor": "customer" }]);
  });

  test("says that nobody asked", async () => {
    expect(await saidOf(() => requireSystemPermission(contextOf(null), "event.process"))).toEqual([
      { "portal.permission": "event.process", "portal.actor": "nobody" },
    ]);
  });
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
    expect(having(({ isFresh }) => isFresh === true).toSorted()).toEqual([
      "connection.disconnect",
      "sandbox_token.destroy",
      "staff.change",
      "staff.invite",
    ]);
  });

  test("a customer reads what is theirs, leaves, mints a token and ends sessions: no more", () => {
    expect(having(({ customer }) => customer === "own").toSorted()).toEqual([
      "account.read",
      "account_number.reveal",
      "connection.disconnect",
      "connection.read",
      "sandbox_token.mint",
      "session.end",
      "session.read",
      "transaction.export",
    ]);
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
