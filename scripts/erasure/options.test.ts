import { describe, expect, test } from "vitest";
import { readErasureEnv, readErasureOptions } from "./options";

const DATABASE_URL = "postgres://u:p@db.example.com/portal";

test("needs the database's address, and no secret of the portal's", () => {
  expect(readErasureEnv({ DATABASE_URL, AUTH_SECRET: "short" })).toEqual({ DATABASE_URL });
  expect(() => readErasureEnv({})).toThrow(/Nothing was erased.*DATABASE_URL is missing$/s);
});

describe("what is to be erased", () => {
  test("is one group, by its whole id", () => {
    expect(readErasureOptions(["--group=group_1"])).toEqual({ groupId: "group_1", isDryRun: false });
    expect(readErasureOptions(["--group", " group_1 ", "--dry-run"])).toEqual({
      groupId: "group_1",
      isDryRun: true,
    });
  });

  test.each([
    [[]],
    [["group_1"]],
    [["--group="]],
    [["--group=  "]],
    [["--group=group_1", "--group=group_2"]],
    [["--group=group_1", "--dryrun"]],
    [["--group=group_1", "--dry-run=no"]],
  ])("%j is refused", (args) => {
    expect(() => readErasureOptions(args)).toThrow("Usage: npm run group:erase -- --group=group_…");
  });
});
