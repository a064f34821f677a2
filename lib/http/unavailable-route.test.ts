import { expect, test } from "vitest";
import { readRetryHref } from "./unavailable-route";

const site = "https://portal.example.com";
const retryOf = (from: string) => readRetryHref(`${site}/unavailable?${new URLSearchParams({ from })}`, site);

test("what Try again leads to is on this site, whatever is asked for", () => {
  expect(retryOf("/groups/group_1?environment=sandbox")).toBe("/groups/group_1?environment=sandbox");
  for (const from of ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]) {
    expect(retryOf(from)).toBe("/");
  }
});
