import { join } from "node:path";
import { expect, test } from "vitest";
import { rootDir } from "../stack/settings";
import { listPlaywrightFailures, listVitestFailures } from "./failures";

test("each failed test of vitest's is named with its file and the first line of why", () => {
  const report = JSON.stringify({
    testResults: [
      {
        name: join(rootDir, "lib/money.test.ts"),
        message: "",
        assertionResults: [
          { fullName: "money adds up", status: "passed", failureMessages: [] },
          {
            fullName: "money is whole",
            status: "failed",
            failureMessages: [
              "\u001b[31mAssertionError: expected 1 to be 2\u001b[39m\n    at money.test.ts:3:1",
            ],
          },
        ],
      },
      { name: join(rootDir, "lib/sound.test.ts"), message: "", assertionResults: [] },
    ],
  });
  expect(listVitestFailures(report)).toEqual([
    "lib/money.test.ts › money is whole: AssertionError: expected 1 to be 2",
  ]);
});

test("a file that could not be loaded is named itself", () => {
  const name = join(rootDir, "lib/money.test.ts");
  const report = { testResults: [{ name, message: "Cannot find module 'x'", assertionResults: [] }] };
  expect(listVitestFailures(JSON.stringify(report))).toEqual(["lib/money.test.ts: Cannot find module 'x'"]);
});

test("each failed test of Playwright's is named, however deep it stands", () => {
  const spec = { file: "sign-in.spec.ts", line: 7, title: "signs in", ok: true, tests: [] };
  const failed = {
    ...spec,
    ok: false,
    title: "signs out",
    tests: [{ results: [{ errors: [{ message: "Error: no button\nCall log:" }] }] }],
  };
  const report = { suites: [{ specs: [spec], suites: [{ specs: [failed] }] }] };
  expect(listPlaywrightFailures(JSON.stringify(report))).toEqual([
    "e2e/sign-in.spec.ts:7 › signs out: Error: no button",
  ]);
});

test("a report that is missing or strange names nothing", () => {
  for (const report of [null, "", "{", "{}"]) {
    expect(listVitestFailures(report)).toEqual([]);
    expect(listPlaywrightFailures(report)).toEqual([]);
  }
});
