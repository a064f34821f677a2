import { expect, test } from "vitest";
import { parseMutationReport } from "./report";

const mutant = (status: string, line = 1) => ({
  id: "1",
  status,
  mutatorName: "BooleanLiteral",
  replacement: "true",
  location: { start: { line, column: 2 }, end: { line, column: 7 } },
});
const report = (...statuses: string[]) =>
  JSON.stringify({ files: { "lib/a.ts": { source: "", mutants: statuses.map((each) => mutant(each)) } } });

test("what was killed or never came to an end counts, what is explained is left out", () => {
  expect(parseMutationReport(report("Killed", "Timeout", "Ignored"))).toEqual([
    { path: "lib/a.ts", mutants: 2, killed: 2, explained: 1, survivors: [] },
  ]);
});

test("whatever else became of a mutant, nothing noticed it", () => {
  for (const status of ["Survived", "NoCoverage", "CompileError", "RuntimeError", "Pending"]) {
    expect(parseMutationReport(report("Killed", status))).toEqual([
      {
        path: "lib/a.ts",
        mutants: 2,
        killed: 1,
        explained: 0,
        survivors: ["lib/a.ts:1:2 BooleanLiteral: true"],
      },
    ]);
  }
});

test("a report that is cut short or strange is none", () => {
  for (const text of ["", '{"files": {', "{}", report("Vanished")]) {
    expect(() => parseMutationReport(text)).toThrow();
  }
});
