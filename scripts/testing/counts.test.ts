import { expect, test } from "vitest";
import { countPlaywright, countVitest, sumCounts } from "./counts";

const vitest = (passed: number, failed: number) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numTotalTests: passed + failed });
const playwright = (expected: number, unexpected: number, flaky = 0) =>
  JSON.stringify({ stats: { expected, unexpected, flaky, skipped: 3 } });

test("a sound run counts what its report says", () => {
  expect(countVitest(vitest(12, 0), 0)).toEqual({ passed: 12, failed: 0 });
  expect(countVitest(vitest(12, 2), 1)).toEqual({ passed: 12, failed: 2 });
  expect(countPlaywright(playwright(5, 1), 1)).toEqual({ passed: 5, failed: 1 });
});

test("a test that passed only at the second try has failed", () => {
  expect(countPlaywright(playwright(5, 0, 1), 0)).toEqual({ passed: 5, failed: 1 });
});

test("a run that failed outside of its tests is a failure", () => {
  expect(countVitest(vitest(12, 0), 1)).toEqual({ passed: 12, failed: 1 });
  expect(countPlaywright(playwright(5, 0), null)).toEqual({ passed: 5, failed: 1 });
});

test("a run that executed nothing is a failure", () => {
  expect(countVitest(vitest(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
  expect(countPlaywright(playwright(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
});

test("a report that is missing, cut short or strange is a failure", () => {
  for (const report of [null, "", '{"numPassedTests": 1', "{}"]) {
    expect(countVitest(report, 0)).toEqual({ passed: 0, failed: 1 });
    expect(countPlaywright(report, 0)).toEqual({ passed: 0, failed: 1 });
  }
});

test("the sum is over all steps", () => {
  expect(
    sumCounts([
      { passed: 1, failed: 0 },
      { passed: 20, failed: 3 },
    ]),
  ).toEqual({ passed: 21, failed: 3 });
});
