import { expect, test } from "vitest";
import type { Erasure } from "@/lib/connections";
import { describeErasure, isComplete } from "./words";

function erasure(fields: Partial<Erasure> = {}): Erasure {
  return { groupId: "group_1", deleted: {}, emptied: {}, openAlerts: 0, standing: [], ...fields };
}

const told = (fields: Partial<Erasure>, isDryRun = false) =>
  describeErasure(erasure(fields), { isDryRun }).join("\n");

test("says by table what is gone, and what stays without the name", () => {
  const words = told({ deleted: { webhook_events: 1_204, accounts: 1 }, emptied: { oauth_connections: 2 } });
  expect(words).toMatch(/^✔ Of group_1 these rows are erased/);
  expect(words).toMatch(/\n {2}accounts {8}1\n {2}webhook_events {2}1,204\nRows that stay .*\n/);
  expect(words).toMatch(/\n {2}oauth_connections {2}2\nThe audit log keeps/);
});

test("of a dry run says that nothing was changed", () => {
  expect(told({ deleted: { users: 1 } }, true)).toMatch(/^A dry run: nothing was changed\./);
  expect(told({}, true)).toMatch(/^Nothing of group_1 is left to erase\.\n/);
});

test("what asks for another run is named, and is not complete", () => {
  expect(isComplete(erasure())).toBe(true);
  const open = { deleted: { users: 1 }, openAlerts: 1 };
  expect(told(open)).toContain("✖ 1 of its alerts has yet to be sent.");
  expect(isComplete(erasure(open))).toBe(false);
  const standing = { deleted: { users: 1 }, standing: ["connection_1"] };
  expect(told(standing)).toMatch(/✖ connection_1 has not ended at Increase.*revoke it there, and run this/);
  expect(isComplete(erasure(standing))).toBe(false);
});
