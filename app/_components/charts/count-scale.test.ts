import { expect, test } from "vitest";
import { plot } from "./chart-frame";
import { countScale } from "./count-scale";

const labels = (most: number) => countScale(most).ticks.map(({ label }) => label);

test.each([
  [0, ["0", "1"]],
  [1, ["0", "1"]],
  [3, ["0", "1", "2", "3"]],
  [7, ["0", "2", "4", "6", "8"]],
  [100_000, ["0", "20K", "40K", "60K", "80K", "100K"]],
])("up to %d the ticks are whole and round", (most, expected) => {
  expect(labels(most)).toEqual(expected);
});

test("nothing is at the bottom, and the most is within the plot", () => {
  for (const most of [0, 1, 9, 1_234, 987_654]) {
    const { toY } = countScale(most);
    expect(toY(0)).toBe(plot.top + plot.height);
    expect(toY(most)).toBeGreaterThanOrEqual(plot.top);
  }
});
