import { expect, test } from "vitest";
import { readBenchOptions } from "./options";

test("five rounds of four seconds, unless told otherwise", () => {
  expect(readBenchOptions([])).toEqual({ isJson: false, rounds: 5, seconds: 4 });
  expect(readBenchOptions(["--json", "--rounds=3", "--seconds", "1"])).toEqual({
    isJson: true,
    rounds: 3,
    seconds: 1,
  });
});

test("what it does not know is refused in a sentence", () => {
  expect(() => readBenchOptions(["--fast"])).toThrow("Usage: npm run bench");
  expect(() => readBenchOptions(["pages"])).toThrow("Usage: npm run bench");
  for (const rounds of ["0", "-1", "1.5", "many", ""]) {
    expect(() => readBenchOptions([`--rounds=${rounds}`])).toThrow("whole number");
  }
});
