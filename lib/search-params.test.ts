import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { groupByName, readSearch, searchDay, searchMoment, searchText, toHref } from "./search-params";

const schema = z.object({
  state: z.enum(["pending", "dead"]).optional(),
  group_id: searchText.optional(),
  from: searchDay.optional(),
});

test("what is understood is read, and kept as it came", () => {
  expect(readSearch(schema, { state: "dead", from: "2026-11-22" })).toEqual({
    filter: { state: "dead", from: new Date("2026-11-22T00:00:00Z") },
    kept: { state: "dead", from: "2026-11-22" },
    ignored: [],
  });
});

test("a bad, a repeated and an unknown one are named, and cost the others nothing", () => {
  const search = { state: "no", group_id: ["a", "b"], groupp: "x", from: "2026-11-22" };
  expect(readSearch(schema, search)).toEqual({
    filter: { from: new Date("2026-11-22T00:00:00Z") },
    kept: { from: "2026-11-22" },
    ignored: ["state", "group_id", "groupp"],
  });
});

test("an empty field of a form is no filter", () => {
  expect(readSearch(schema, { state: "", group_id: "", from: undefined })).toEqual({
    filter: {},
    kept: {},
    ignored: [],
  });
});

test.each(["2026-02-30", "0000-01-01", "1969-12-31", "22.11.2026", "2026-11-22T00:00:00Z", "99999-01-01"])(
  "%s is no day that can be asked for",
  (from) => {
    expect(readSearch(schema, { from }).ignored).toEqual(["from"]);
  },
);

test.each(["0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2026-11-22", "2026-11-22T24:00:00Z"])(
  "%s is no moment that can be asked for",
  (before) => {
    const { ignored } = readSearch(z.object({ before: searchMoment.optional() }), { before });
    expect(ignored).toEqual(["before"]);
  },
);

test.each(["a\0b", "\ud800", "x".repeat(201), "   "])("%j is no text that a column could hold", (text) => {
  expect(readSearch(schema, { group_id: text }).ignored).toEqual(["group_id"]);
});

test("no address makes it throw, and each name is either read or named", () => {
  const name = fc.oneof(
    fc.constantFrom("state", "group_id", "from", "__proto__", "constructor"),
    fc.string(),
  );
  const text = fc.oneof(
    fc.constantFrom("", "dead", "2026-11-22", "0000-00-00"),
    fc.string({ unit: "binary" }),
  );
  const value = fc.oneof(text, fc.array(text), fc.constant(undefined));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
      const search = Object.fromEntries(pairs);
      const { filter, kept, ignored } = readSearch(schema, search);
      const asked = Object.values(search).filter((given) => given !== undefined && given !== "");
      expect(Object.keys(filter).toSorted()).toEqual(Object.keys(kept).toSorted());
      expect(Object.keys(kept).length + ignored.length).toBe(
        Math.min(asked.length, Object.keys(kept).length + 10),
      );
    }),
  );
});

test("an address leaves out what is not set, and escapes what is", () => {
  expect(toHref("/a", { q: undefined, state: "" })).toBe("/a");
  expect(toHref("/a", { q: "x&y=z ü", state: "dead" })).toBe("/a?q=x%26y%3Dz+%C3%BC&state=dead");
});

test("a request's address reads as Next reads a page's", () => {
  expect(groupByName(new URLSearchParams("a=1&b=2&b=3&c="))).toEqual({ a: "1", b: ["2", "3"], c: "" });
});
