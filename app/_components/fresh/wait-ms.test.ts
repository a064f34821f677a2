import { expect, test } from "vitest";
import { waitMs } from "./wait-ms";

test("a page asks every five seconds, whatever the dice say", () => {
  expect([waitMs(0, 0), waitMs(0, 0.99)]).toEqual([5_000, 5_000]);
});

test("after failures it waits twice as long each time, up to a minute", () => {
  expect([1, 2, 3, 4, 5, 2_000].map((failures) => waitMs(failures, 0))).toEqual([
    10_000, 20_000, 40_000, 60_000, 60_000, 60_000,
  ]);
});

test("two pages that failed together don't come back together", () => {
  expect(waitMs(3, 0.2)).not.toBe(waitMs(3, 0.8));
  for (const random of [0, 0.5, 0.999]) {
    expect(waitMs(1, random)).toBeGreaterThan(5_000);
    expect(waitMs(9, random)).toBeLessThanOrEqual(60_000);
  }
});
