import { expect, test } from "vitest";
import { compare, toTable } from "./report";
import { median, ratios, spread } from "./statistics";

test("the median is the middle one, or between the two in the middle", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 7])).toBe(6);
  expect(() => median([])).toThrow("nothing was measured");
});

test("the spread is a share of the median", () => {
  expect(spread([110, 90, 100])).toBeCloseTo(0.2);
  expect(spread([7])).toBe(0);
});

test("a round that is slow for both changes no ratio", () => {
  expect(ratios([90, 45, 180], [100, 50, 200])).toEqual([0.9, 0.9, 0.9]);
  expect(() => ratios([1], [1, 2])).toThrow("without its floor");
});

test("a row has the median of the values, and of the rounds' ratios the median and the spread", () => {
  const subject = { name: "intake c=16 / bare INSERT", values: [90, 45, 180] };
  expect(compare(subject, { name: "bare INSERT", values: [100, 50, 150] })).toEqual({
    row: {
      name: "intake c=16 / bare INSERT",
      value: 90,
      unit: "req/s",
      floor: "bare INSERT",
      ratio: 0.9,
      spread: 0.333,
    },
    floorValue: 100,
  });
});

test("the table lines up, and has a place for what a row lacks", () => {
  const row = { name: "intake c=16", value: 912.4, unit: "req/s", floor: "204", ratio: 0.654, spread: 0.05 };
  const lines = [
    { row, floorValue: 1400, p50Ms: 14, p99Ms: 38.2 },
    { row: { ...row, value: 12_345, floor: "bare INSERT" }, floorValue: 9 },
  ];
  expect(toTable(lines)).toBe(
    [
      "name         value         floor        its value  ratio  spread  p50 ms  p99 ms",
      "intake c=16    912  req/s  204               1400   0.65     5 %      14      38",
      "intake c=16  12345  req/s  bare INSERT          9   0.65     5 %",
    ].join("\n"),
  );
});
