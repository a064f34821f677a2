import { expect, test } from "vitest";
import { describeFailedRun } from "./failure";

/** As drizzle wraps what PostgreSQL said. */
function failure(message: string, code: string): Error {
  return new Error("Failed query: update … params: v1.k1.secret", {
    cause: Object.assign(new Error(message), { code, severity: "FATAL" }),
  });
}

test("before anything was begun it is said that nothing was changed, and what mends it", () => {
  expect(describeFailedRun(failure("there is no such database", "3D000"), { hasBegun: false })).toBe(
    "Nothing was changed: there is no such database. Correct DATABASE_URL, and run this again.",
  );
});

test("a run that had begun was cut off, and goes on when it is run again", () => {
  expect(describeFailedRun(failure("terminated", "57P01"), { hasBegun: true })).toBe(
    "The run was cut off: terminated. No token is lost; run this again, and it goes on with what is left.",
  );
});
