import { expect, test } from "vitest";
import { toScores, toScoreTable } from "./lighthouse-scores";

/** As much of Lighthouse's result as is read. */
function load(score: number | null, lcpMs: number) {
  const audit = (id: string, numericValue: number) => ({ id, title: id, numericValue });
  return {
    finalDisplayedUrl: "http://127.0.0.1/groups/group_1",
    environment: { benchmarkIndex: 1500.5 },
    categories: { performance: { score } },
    audits: {
      "largest-contentful-paint": audit("largest-contentful-paint", lcpMs),
      "total-blocking-time": audit("total-blocking-time", 30),
      "cumulative-layout-shift": audit("cumulative-layout-shift", 0.0154),
      "unused-css": {
        id: "unused-css",
        title: "Less CSS",
        displayValue: "9 KiB",
        metricSavings: { LCP: 150 },
      },
      "no-cost": { id: "no-cost", title: "Nothing", metricSavings: { LCP: 0 } },
    },
  };
}

test("a page's row has the medians of its loads, and the score's ratio to the aim", () => {
  const { row, scores, opportunities } = toScores("group page, mobile", [
    load(0.97, 2000),
    load(1, 900.4),
    load(0.95, 2100),
  ]);
  expect(row).toEqual({
    name: "lighthouse, group page, mobile",
    value: 97,
    unit: "of 100",
    floor: "aim",
    ratio: 1.021,
    spread: 0.052,
    lcpMs: 2000,
    tbtMs: 30,
    cls: 0.015,
    benchmarkIndex: 1501,
  });
  expect(scores).toEqual([97, 100, 95]);
  expect(opportunities).toEqual([]);
});

test("a page below the aim says what would be saved", () => {
  const page = toScores("group page, mobile", [load(0.94, 2500)]);
  expect(toScoreTable([page])).toBe(
    [
      "name                            score  aim  LCP ms  TBT ms    CLS   CPU  scores",
      "lighthouse, group page, mobile     94   95    2500      30  0.015  1501  94",
      "lighthouse, group page, mobile: unused-css: Less CSS (9 KiB); saves LCP 150",
    ].join("\n"),
  );
});

test("a load that could not be scored is no measurement", () => {
  expect(() => toScores("group page, mobile", [load(1, 900), load(null, 900)])).toThrow("could not score");
  expect(() => toScores("group page, mobile", [{ ...load(1, 900), audits: {} }])).toThrow("has no largest");
});
