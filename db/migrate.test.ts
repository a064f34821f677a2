import { expect, test } from "vitest";
import { toDirectUrl } from "./migrate";

test("migrations go beside Neon's pooler, where a lock is held by who has taken it", () => {
  expect(
    toDirectUrl("postgres://u:p@ep-cool-1a2b-pooler.us-east-1.aws.neon.tech/portal?sslmode=require"),
  ).toBe("postgres://u:p@ep-cool-1a2b.us-east-1.aws.neon.tech/portal?sslmode=require");
});

test.each([
  "postgres://u:p%40@ep-cool-1a2b.us-east-1.aws.neon.tech/portal",
  "postgres://u:p@db-pooler.example.com/portal",
  "postgres://u:p@127.0.0.1:5433/portal",
])("%s is left as it is", (url) => {
  expect(toDirectUrl(url)).toBe(url);
});
