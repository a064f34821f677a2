import { expect, test } from "vitest";
import { groupByDay } from "./day-groups";

const at = (id: string, text: string) => ({ id, createdAt: new Date(text) });
const idsOf = (entries: { id: string }[]) => entries.map(({ id }) => id).join("");
const group = (entries: { id: string; createdAt: Date }[], timeZone: string) =>
  groupByDay(entries, timeZone).map(({ day, entries: ofDay }) => [day, idsOf(ofDay)]);

const around = [
  at("d", "2026-11-02T05:30:00Z"),
  at("c", "2026-11-02T04:30:00Z"),
  at("b", "2026-11-01T04:30:00Z"),
  at("a", "2026-11-01T03:30:00Z"),
];

test("a day is one of the page's time zone, also where the clocks go back", () => {
  expect(group(around, "UTC")).toEqual([
    ["2026-11-02", "dc"],
    ["2026-11-01", "ba"],
  ]);
  expect(group(around, "America/New_York")).toEqual([
    ["2026-11-02", "d"],
    ["2026-11-01", "cb"],
    ["2026-10-31", "a"],
  ]);
});

test("a day comes once, with its entries as they came", () => {
  const entries = [
    at("a", "2026-11-02T01:00:00Z"),
    at("b", "2026-11-01T01:00:00Z"),
    at("c", "2026-11-02T02:00:00Z"),
  ];
  expect(group(entries, "UTC")).toEqual([
    ["2026-11-02", "ac"],
    ["2026-11-01", "b"],
  ]);
  expect(group([], "UTC")).toEqual([]);
});
