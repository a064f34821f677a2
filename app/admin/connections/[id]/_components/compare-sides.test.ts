import { expect, test } from "vitest";
import type { Inspection } from "@/lib/connections";
import { compareSides } from "./compare-sides";

const createdAt = new Date("2026-01-02T03:04:05Z");
const held: NonNullable<Inspection["held"]> = {
  id: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
  groupId: "group_1",
  oauthConnectionId: "connection_1",
  oauthApplicationId: "application_1",
  state: "active",
  scope: "read_only",
  connectedAt: createdAt,
  signInBegunAt: createdAt,
  stateChangedAt: createdAt,
  stateReason: "signed_in",
  missingSince: null,
  lastUsedAt: null,
  lastOkAt: null,
  hasSandboxToken: false,
  tokens: [],
  isCurrent: true,
};
const value = {
  type: "oauth_connection",
  id: "connection_1",
  groupId: "group_1",
  oauthApplicationId: "application_1",
  status: "active",
  createdAt,
  deletedAt: null,
};
const heard = { ...value, seenAt: null, isHeld: true };
const differing = (inspection: Inspection) =>
  compareSides(inspection).flatMap(({ name, isDifferent }) => (isDifferent ? [name] : []));

test("two sides that agree differ in nothing", () => {
  expect(differing({ held, heard, atIncrease: { ok: true, value }, group: null })).toEqual([]);
});

test("each attribute that differs is marked", () => {
  const other = {
    type: "oauth_connection",
    id: "connection_2",
    groupId: "group_2",
    oauthApplicationId: "application_2",
    status: "inactive",
    createdAt: new Date(0),
    deletedAt: new Date(0),
  };
  expect(differing({ held, heard, atIncrease: { ok: true, value: other }, group: null })).toEqual([
    "id",
    "group_id",
    "oauth_application_id",
    "status",
    "created_at",
    "deleted_at",
  ]);
});

test("a connection disconnected here differs in nothing, whether or not its grant still stands", () => {
  const disconnected = { ...held, state: "disconnected" as const };
  for (const status of ["active", "inactive"]) {
    const atIncrease = { ok: true as const, value: { ...value, status } };
    expect(differing({ held: disconnected, heard, atIncrease, group: null })).toEqual([]);
  }
});

test("nothing is said to differ from what was not read", () => {
  const atIncrease = { ok: false as const, isUnknown: false, message: "" };
  expect(differing({ held, heard, atIncrease, group: null })).toEqual([]);
  expect(differing({ held: null, heard, atIncrease: { ok: true, value }, group: null })).toEqual([]);
});
