import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, test } from "vitest";
import { describeDatabaseFailure } from "./database-words";

const failure = (code: string, message = "its own words") =>
  describeDatabaseFailure(
    new DrizzleQueryError("select $1", ["a sealed text"], Object.assign(new Error(message), { code })),
  );

test.each([
  ["28P01", /^Correct DATABASE_URL/],
  ["28000", /^Correct DATABASE_URL/],
  ["3D000", /^Correct DATABASE_URL/],
  ["ENOTFOUND", /^Correct DATABASE_URL/],
  ["ECONNREFUSED", /or correct DATABASE_URL/],
  ["EAI_AGAIN", /or correct DATABASE_URL/],
  ["ETIMEDOUT", /or correct DATABASE_URL/],
  ["42P01", /^Run `npm run db:migrate` first/],
  ["42703", /^Run `npm run db:migrate` first/],
  ["42501", /portal's own role/],
  ["40P01", /^Run this again\.$/],
])("%s is told in its own words, and with what mends it", (code, remedy) => {
  expect(failure(code)).toEqual({ why: "its own words", remedy: expect.stringMatching(remedy) });
});

test("a wrong password is told from Neon's other failures, which share its code", () => {
  expect(failure("XX000", "password authentication failed for user 'portal'").remedy).toMatch(/^Correct/);
  expect(failure("XX000", "compute time quota exceeded").remedy).toBe("Run this again.");
});

test("never says nothing, and never the statement", () => {
  expect(failure("ECONNREFUSED", "").why).toBe("ECONNREFUSED");
  expect(describeDatabaseFailure("odd").why).toBe("for an unknown reason");
  expect(JSON.stringify(failure("28P01"))).not.toMatch(/sealed|select/);
});
