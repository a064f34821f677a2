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
    [[], "--group is missing."],
    [["group_1"], "group_1 is not known."],
    [["--group="], "--group is missing."],
    [["--group=  "], "--group is missing."],
    [["--group"], "This was not understood: --group."],
    [["--group=group_1", "--group=group_2"], "--group names more than one group."],
    [["--group=group_1", "group_2"], "group_2 is not known."],
    [["--group=group_1", "--dryrun"], "--dryrun is not known."],
    [["--group=group_1", "--dryrun", "--help"], "--dryrun is not known."],
    [["--group=group_1", "--dry-run=no"], "This was not understood: --group=group_1 --dry-run=no."],
  ])("%j is refused, and what is wrong stands before the usage", (args, words) => {
    expect(() => readErasureOptions(args)).toThrow(
      `${words} Nothing was erased.\n\nUsage: npm run group:erase -- --group=group_…`,
    );
  });

  test("is nothing where help is asked for", () => {
    expect(readErasureOptions(["--help"])).toBeNull();
    expect(readErasureOptions(["--group=group_1", "-h"])).toBeNull();
  });
});
