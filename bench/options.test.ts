import { expect, test } from "vitest";
import { benchParts, readBenchOptions } from "./options";

test("five rounds of four seconds of every part, unless told otherwise", () => {
  expect(readBenchOptions([])).toEqual({ isJson: false, rounds: 5, seconds: 4, parts: benchParts });
  expect(readBenchOptions(["--json", "--rounds=3", "--seconds", "1", "--only=lighthouse"])).toEqual({
    isJson: true,
    rounds: 3,
    seconds: 1,
    parts: ["lighthouse"],
  });
});

test("what it does not know is refused in a sentence", () => {
  expect(() => readBenchOptions(["--fast"])).toThrow("Usage: npm run bench");
  expect(() => readBenchOptions(["pages"])).toThrow("Usage: npm run bench");
  expect(() => readBenchOptions(["--only=speed"])).toThrow(
    "The parts are intake, connections, groups, operation, lighthouse.",
  );
  for (const rounds of ["0", "-1", "1.5", "many", ""]) {
    expect(() => readBenchOptions([`--rounds=${rounds}`])).toThrow("whole number");
  }
});
