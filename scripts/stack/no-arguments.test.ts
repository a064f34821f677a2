import { expect, test } from "vitest";
import { refuseArguments } from "./no-arguments";

test("a command without options refuses any, and says which: it may have been --dry-run", () => {
  expect(() => refuseArguments([], "npm run db:migrate")).not.toThrow();
  expect(() => refuseArguments(["--dry-run"], "npm run db:migrate")).toThrow(
    '"--dry-run" is not known: npm run db:migrate takes no options. Nothing was changed',
  );
});
