import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { destinationFor, parseCallbackUrl } from "./callback-url";

const site = "https://portal.example.com";

describe("the place to go after a sign-in", () => {
  test.each(["/", "/groups/group_1", "/groups/group_1/connection?environment=sandbox"])(
    "keeps %s",
    (path) => {
      expect(parseCallbackUrl(path, site)).toBe(path);
    },
  );

  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "",
    undefined,
    ["/"],
    `/${"x".repeat(100)}`,
    `/${"你".repeat(40)}`,
  ])("turns %j into the home page", (value) => {
    expect(parseCallbackUrl(value, site)).toBe("/");
  });

  test.each([
    ["", ""],
    ["environment=sandbox&", "?environment=sandbox"],
    [`environment=${"x".repeat(100)}&`, null],
  ])("is the page without its filters where it is too long with them: %j", (side, kept) => {
    const page = "/groups/group_1g4mhziu6kvrs3vz35um/accounts/account_in71c4amph0vgo2qllky";
    const asked = `${page}?${side}category=wire_transfer_intention&from=2026-11-01&to=2026-11-30&q=rent`;
    expect(parseCallbackUrl(asked, site)).toBe(kept === null ? "/" : `${page}${kept}`);
  });

  test("is on this site, whatever is asked for", () => {
    fc.assert(
      fc.property(
        fc.string().map((text) => `/${text}`),
        (value) => {
          expect(new URL(parseCallbackUrl(value, site), site).origin).toBe(site);
        },
      ),
    );
  });

  test("is the signed-in group's own page, or its first page", () => {
    expect(destinationFor("/groups/group_1/connection", "group_1")).toBe("/groups/group_1/connection");
    expect(destinationFor("/groups/group_1?cursor=a", "group_1")).toBe("/groups/group_1?cursor=a");
    expect(destinationFor("/groups/group_12", "group_1")).toBe("/groups/group_1");
    expect(destinationFor("/", "group_1")).toBe("/groups/group_1");
  });
});
