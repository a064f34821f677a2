import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeBound, isMet, parseFigures, recordFigure, type Bound } from "./figures";

const directory = mkdtempSync(join(tmpdir(), "figures-"));
afterAll(() => rmSync(directory, { recursive: true }));

const figure = (value: number, bound: Bound) => ({ suite: "mutations", name: "accepted", value, bound });

test("each bound is kept at its border and broken past it", () => {
  expect([0, 1].map((value) => isMet(figure(value, { is: 0 })))).toEqual([true, false]);
  expect([5, 4].map((value) => isMet(figure(value, { atLeast: 5 })))).toEqual([true, false]);
  expect([1.5, 1.51].map((value) => isMet(figure(value, { atMost: 1.5 })))).toEqual([true, false]);
});

test("a figure out of its bound is kept for the report and fails the test that found it", () => {
  const file = join(directory, "figures.jsonl");
  recordFigure(figure(0, { is: 0 }), file);
  expect(() => recordFigure(figure(2, { is: 0 }), file)).toThrow("accepted is 2, but has to be = 0");
  expect(parseFigures(readFileSync(file, "utf8"))).toEqual([figure(0, { is: 0 }), figure(2, { is: 0 })]);
});

test("bounds read as a person writes them", () => {
  expect(describeBound({ atLeast: 20_000 })).toBe("≥ 20,000");
  expect(describeBound({ atMost: 1.5 })).toBe("≤ 1.5");
});
