import { expect, test } from "vitest";
import { listHref, readListSearch, readSide, sortHref } from "./list-place";

const ask = (search: Record<string, string | string[]>) => ({
  groupId: "group_1",
  home: "/groups/group_1",
  ...readListSearch(search),
});

test("what is malformed is ignored, one by one, and the side is then live", () => {
  const asked = ask({
    environment: "Sandbox",
    sort: "colour",
    q: ["a", "b"],
    complete: "yes",
    cursor: "c",
    x: "1",
  });
  expect(asked).toMatchObject({
    environment: "live",
    q: undefined,
    order: null,
    cursor: "c",
    isComplete: false,
  });
  expect(asked.ignored.toSorted()).toEqual(["complete", "environment", "q", "sort", "x"]);
  expect(readSide({ environment: "sandbox" })).toEqual({ environment: "sandbox", ignored: [] });
  expect(readSide({ environment: ["sandbox", "sandbox"], q: "a" })).toEqual({
    environment: "live",
    ignored: ["environment", "q"],
  });
});

test("an address says the same again, and keeps its side", () => {
  const asked = ask({ environment: "sandbox", q: " op ", sort: "name", complete: "1" });
  expect(listHref(asked)).toBe("/groups/group_1?environment=sandbox&q=+op+&sort=name&complete=1");
  expect(ask({ environment: "live" }).environment).toBe("live");
  expect(listHref(ask({ environment: "live" }))).toBe("/groups/group_1");
});

test("a search begins at the first account", () => {
  expect(ask({ q: "op", cursor: "c" }).cursor).toBeUndefined();
});

test("a column's link sorts by it, then the other way around, and back", () => {
  const once = sortHref(ask({ cursor: "c" }), "current");
  expect(once).toBe("/groups/group_1?cursor=c&sort=current&direction=descending");
  expect(sortHref(ask({ sort: "current" }), "current")).toContain("direction=ascending");
  expect(sortHref(ask({ sort: "current", direction: "ascending" }), "current")).toContain(
    "direction=descending",
  );
  expect(sortHref(ask({ sort: "current" }), "name")).toContain("sort=name&direction=ascending");
});
