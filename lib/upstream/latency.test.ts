import { describe, expect, test } from "vitest";
import { latencyBoundsMs, percentileAtMostMs, slowerThanAllMs, toLatencyBound } from "./latency";

test.each([
  [0, 50],
  [50, 50],
  [50.01, 100],
  [799.9, 800],
  [3_200, 3_200],
  [3_201, slowerThanAllMs],
  [Number.POSITIVE_INFINITY, slowerThanAllMs],
])("a call of %d ms is counted under %d", (durationMs, bound) => {
  expect(toLatencyBound(durationMs)).toBe(bound);
});

describe("a percentile of counts per bound", () => {
  const counts = (...pairs: [number, number][]) => pairs.map(([atMostMs, calls]) => ({ atMostMs, calls }));

  test("is the bound that the call of that rank is under", () => {
    const hundred = counts([50, 49], [100, 1], [400, 44], [1_600, 1], [slowerThanAllMs, 5]);
    expect(percentileAtMostMs(hundred, 0.5)).toBe(100);
    expect(percentileAtMostMs(hundred, 0.51)).toBe(400);
    expect(percentileAtMostMs(hundred, 0.95)).toBe(1_600);
    expect(percentileAtMostMs(hundred, 0.96)).toBe(slowerThanAllMs);
    expect(percentileAtMostMs(hundred, 1)).toBe(slowerThanAllMs);
  });

  test("takes 95 of 100 for 19 of 20, whatever floating point makes of it", () => {
    expect(percentileAtMostMs(counts([50, 19], [3_200, 1]), 0.95)).toBe(50);
  });

  test("takes counts in any order, and the same bound twice (succeeded and failed)", () => {
    expect(percentileAtMostMs(counts([800, 1], [50, 2], [800, 1], [50, 1]), 0.5)).toBe(50);
    expect(percentileAtMostMs(counts([800, 1], [50, 2], [800, 1]), 0.75)).toBe(800);
  });

  test("of one call is that call's, and of none is none", () => {
    expect(percentileAtMostMs(counts([200, 1]), 0.5)).toBe(200);
    expect(percentileAtMostMs(counts([200, 1]), 0.95)).toBe(200);
    expect(percentileAtMostMs([], 0.5)).toBeNull();
    expect(percentileAtMostMs(counts([200, 0]), 0.5)).toBeNull();
  });

  test("is never less than what it estimates", () => {
    const durations = Array.from({ length: 500 }, (_, index) => (index * 7_919) % 5_000);
    const counted = latencyBoundsMs.map((atMostMs) => ({
      atMostMs,
      calls: durations.filter((duration) => toLatencyBound(duration) === atMostMs).length,
    }));
    const sorted = durations.toSorted((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.9, 0.95, 0.99, 1]) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      expect(percentileAtMostMs(counted, share)).toBe(toLatencyBound(exact));
    }
  });
});
