import { expect, test } from "vitest";
import { planRelease } from "./release-plan";

const DATABASE_URL = "postgres://portal@ep-own.neon.tech/portal";

test.each(["production", "preview"] as const)(
  "a %s migrates the database that it was given",
  (VERCEL_ENV) => {
    expect(planRelease({ VERCEL_ENV, DATABASE_URL, NODE_ENV: "production" })).toEqual({
      deployment: VERCEL_ENV,
    });
  },
);

test("a build that is deployed nowhere leaves a developer's database alone", () => {
  for (const VERCEL_ENV of [undefined, "", "development"]) {
    expect(planRelease({ VERCEL_ENV, DATABASE_URL, NODE_ENV: "production" })).toMatchObject({
      deployment: null,
    });
  }
});

test("a production without a database does not go live, a preview does", () => {
  expect(() => planRelease({ VERCEL_ENV: "production", NODE_ENV: "production" })).toThrow(
    "DATABASE_URL is missing in Vercel's Production environment",
  );
  expect(planRelease({ VERCEL_ENV: "preview", DATABASE_URL: "", NODE_ENV: "production" })).toEqual({
    deployment: null,
    reason: "This preview has no DATABASE_URL: no database is migrated.",
  });
});
