import { expect, test } from "vitest";
import { defaultSeed, parseScale, parseSeed, readProofSettings, sizeOf, toEnvironment } from "./sizes";

test("without a scale the sample is run, with one its share of the full size", () => {
  expect(sizeOf({ scale: null }, 100_000, 2_000)).toBe(2_000);
  expect(sizeOf({ scale: 1 }, 100_000, 2_000)).toBe(100_000);
  expect(sizeOf({ scale: 0.001 }, 50, 5)).toBe(1);
});

test("what one process says, another understands", () => {
  const settings = { scale: 0.5, seed: 7, figuresFile: "figures.jsonl" };
  expect(readProofSettings(toEnvironment(settings))).toEqual(settings);
  expect(readProofSettings({})).toEqual({ scale: null, seed: defaultSeed, figuresFile: null });
});

test("a scale or a seed that is none is refused in a sentence", () => {
  for (const text of ["", "0", "-1", "1e3", "big", "101"]) {
    expect(() => parseScale(text)).toThrow("it is a number above 0");
  }
  for (const text of ["", "-1", "1.5", "seed", "2147483648"]) {
    expect(() => parseSeed(text)).toThrow("it is a whole number");
  }
});
