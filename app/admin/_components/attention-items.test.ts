import { expect, test } from "vitest";
import type { Attention } from "@/lib/overview";
import { toAttentionItems } from "./attention-items";

const calm: Attention = {
  needsReconnect: 0,
  unidentified: 0,
  onlyAtIncrease: 0,
  onlyHere: 0,
  deadEvents: 0,
  overdueEvents: 0,
  givenUpAlerts: 0,
  staleDeliveries: [],
  owners: 2,
  lastReconciliation: null,
  lastCompleteAt: new Date("2026-11-22T18:00:00Z"),
  isReconciliationLate: false,
};

const idsOf = (fields: Partial<Attention>) => toAttentionItems({ ...calm, ...fields }).map(({ id }) => id);

test("nothing needs attention where all is well", () => {
  expect(toAttentionItems(calm)).toEqual([]);
});

test("each thing is named for itself, what is at customers' cost first", () => {
  const at = new Date("2026-11-22T18:00:00Z");
  expect(
    idsOf({
      needsReconnect: 1,
      unidentified: 1,
      onlyAtIncrease: 1,
      onlyHere: 1,
      deadEvents: 1,
      overdueEvents: 1,
      givenUpAlerts: 1,
      staleDeliveries: [{ environment: "sandbox", count: 4, lastAt: at, lastSkewSeconds: -900 }],
      owners: 1,
      isReconciliationLate: true,
    }),
  ).toEqual([
    "needs-reconnect",
    "only-here",
    "only-at-increase",
    "unidentified",
    "dead-events",
    "overdue-events",
    "given-up-alerts",
    "reconciliation-late",
    "stale-sandbox",
    "lone-owner",
  ]);
});

test("one is told as one, and several as several, with the way to them", () => {
  const [one] = toAttentionItems({ ...calm, needsReconnect: 1 });
  const [several] = toAttentionItems({ ...calm, needsReconnect: 2 });
  expect(one?.title).toBe("connection needs to reconnect");
  expect(several).toMatchObject({
    count: 2,
    title: "connections need to reconnect",
    link: { href: "/admin/connections?status=needs_reconnect" },
  });
});

test("a reconciliation that has never come to its end is told from one that is late", () => {
  const late = (lastCompleteAt: Date | null) =>
    toAttentionItems({ ...calm, isReconciliationLate: true, lastCompleteAt })[0];
  expect(late(null)).toMatchObject({ title: "No reconciliation has ever come to its end" });
  expect(late(null)?.since).toBeUndefined();
  expect(late(calm.lastCompleteAt)?.since).toEqual({ label: "The last one ended", at: calm.lastCompleteAt });
});
