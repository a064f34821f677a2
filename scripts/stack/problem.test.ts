import { expect, test } from "vitest";
import { describeFailure, findKnownCause } from "./problem";

test("a full disk and a missing right are one sentence", () => {
  const full = Object.assign(new Error("write"), { code: "ENOSPC", path: "/data/x" });
  expect(describeFailure(full)).toBe(
    "The disk is full: /data/x can't be written. Free some space and start again.",
  );
  const denied = Object.assign(new Error("mkdir"), { code: "EACCES", path: "/data" });
  expect(describeFailure(denied)).toBe("A right is missing: this user may not use /data.");
});

test("PostgreSQL's full disk is found under the error that wraps it", () => {
  const cause = Object.assign(new Error("could not extend file"), { code: "53100" });
  expect(describeFailure(new Error("Failed query", { cause }))).toContain("The disk is full: PostgreSQL");
});

test("an error that nobody expected keeps its stack", () => {
  expect(describeFailure(new TypeError("x is not a function"))).toContain("problem.test.ts");
});

test("a cause that stands only in a log is found there", () => {
  const full = 'initdb: error: could not write to file "pg_wal/1": No space left on device\n';
  expect(findKnownCause(full)).toContain("The disk is full");
  const denied = 'FATAL:  could not open file "/x/postgres.conf": Permission denied\nmore';
  expect(findKnownCause(denied)).toBe(
    'A right is missing: could not open file "/x/postgres.conf": Permission denied.',
  );
  expect(findKnownCause("TypeError: x is not a function")).toBeNull();
});
