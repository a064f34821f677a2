import { describe, expect, test } from "vitest";
import { describeFailedRun } from "./failure";

/** As drizzle wraps what PostgreSQL or the socket said. */
function failure(message: string, fields: { code: string; severity?: string }): Error {
  return new Error("Failed query: update … params: v1.k1.secret", {
    cause: Object.assign(new Error(message), fields),
  });
}

describe("before anything was begun", () => {
  test.each([
    ["28P01", "FATAL", "Correct the user and the password in DATABASE_URL"],
    ["3D000", "FATAL", "Correct the name at the end of DATABASE_URL"],
    ["42P01", "ERROR", "Run `npm run db:migrate`"],
    ["42501", "ERROR", "MIGRATION_DATABASE_URL set to the owner's address"],
    ["ENOTFOUND", undefined, "correct DATABASE_URL"],
    ["ECONNREFUSED", undefined, "See that the database runs"],
  ])("%s is said with what mends it, and not that a second run would", (code, severity, advice) => {
    const said = describeFailedRun(failure("so it said", { code, severity }), { hasBegun: false });
    expect(said).toMatch(/^Nothing was changed\. /);
    expect(said).toContain("so it said");
    expect(said).toContain(advice);
    expect(said).not.toMatch(/cut off|again|secret/);
  });

  test("a fault of the command's own is not called the database's", () => {
    expect(describeFailedRun(new TypeError("x is not a function"), { hasBegun: false })).toBe(
      "Nothing was changed. The run could not begin: x is not a function.",
    );
  });
});

test("a run that had begun was cut off, and goes on when it is run again", () => {
  const said = describeFailedRun(failure("terminated", { code: "57P01", severity: "FATAL" }), {
    hasBegun: true,
  });
  expect(said).toBe(
    "The run was cut off: terminated. No token is lost; run this again, and it goes on with what is left.",
  );
});
