import { expect, test } from "vitest";
import { describeBalances } from "./chart-words";
import { dayTicks } from "./day-ticks";
import { pointsOf } from "./testing/points";

const shown = (count: number) =>
  dayTicks(pointsOf(...Array.from({ length: count }, () => 1))).flatMap((tick) => tick ?? []);

test.each([2, 4, 5, 8, 12, 31])(
  "of %d points are at most eight, three where there is little room",
  (count) => {
    const ticks = shown(count);
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks.filter(({ isMinor }) => isMinor !== true).length).toBeLessThanOrEqual(3);
    expect(ticks.at(-1)).toEqual({ label: "Now", isMinor: false });
  },
);

test("the days below are the points' own", () => {
  expect(shown(8).map(({ label }) => label)).toEqual([
    "15 Nov",
    "16 Nov",
    "17 Nov",
    "18 Nov",
    "19 Nov",
    "20 Nov",
    "21 Nov",
    "Now",
  ]);
});

test.each([
  [
    [100, 50, 300, 200],
    "The balance was $1.00 at the end of 19 Nov and is $2.00 now. Lowest: $0.50 at the end of 20 Nov; highest: $3.00 at the end of 21 Nov.",
  ],
  [
    [100, -100],
    "The balance was $1.00 at the end of 21 Nov and is −$1.00 now. Lowest: −$1.00 now; highest: $1.00 at the end of 21 Nov.",
  ],
  [[100, 100], "The balance was $1.00 at the end of 21 Nov and is $1.00 now. It was the same throughout."],
  [[null, 100, null], "The balance was $1.00 at the end of 21 Nov. 2 of 3 balances could not be read."],
  [
    [100, 200, null],
    "The balance was $1.00 at the end of 20 Nov and was $2.00 at the end of 21 Nov. Lowest: $1.00 at the end of 20 Nov; highest: $2.00 at the end of 21 Nov. 1 of 3 balances could not be read.",
  ],
  [[null, 0], "The balance is $0.00 now. 1 of 2 balances could not be read."],
])("for those who listen, %j", (cents, words) => {
  expect(describeBalances(pointsOf(...cents), "USD")).toBe(words);
});
