import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPlace, writePlace, type Place, type PlaceList } from "./place";

const secret = ["a secret of at least 32 characters, for a test"] satisfies [string];
const list: PlaceList = {
  groupId: "group_1",
  environment: "live",
  accountId: "account_1",
  filter: ["other", undefined, new Date("2026-11-01T05:00:00Z"), undefined, 100, undefined, "rent"],
};
const place: Place = { cursor: "cursor_ü/+=", lastAt: new Date("2026-11-22T18:00:00Z") };
const lost = expect.objectContaining({ code: "invalid_input" });

test("a place comes back as it was, in characters that an address can hold", () => {
  const written = fc.record({
    cursor: fc.string({ minLength: 1, unit: "binary" }),
    lastAt: fc.option(fc.date({ noInvalidDate: true })),
  });
  fc.assert(
    fc.property(written, (each) => {
      const text = writePlace(each, list, secret);
      expect(text).toMatch(/^[A-Za-z0-9_.-]+$/);
      expect(readPlace(text, list, secret)).toEqual(each);
    }),
  );
});

test("a place is still known while its secret is the second of two", () => {
  expect(readPlace(writePlace(place, list, secret), list, ["a newer secret", ...secret])).toEqual(place);
});

describe("a place is lost", () => {
  const others: [string, Partial<PlaceList>][] = [
    ["another group", { groupId: "group_2" }],
    ["the other environment", { environment: "sandbox" }],
    ["another account", { accountId: "account_2" }],
    ["no filter", { filter: [] }],
    ["another amount", { filter: list.filter.map((value) => (value === 100 ? 101 : value)) }],
    ["another field", { filter: list.filter.toReversed() }],
  ];
  test.each(others)("in %s", (_name, other) => {
    const text = writePlace(place, list, secret);
    expect(() => readPlace(text, { ...list, ...other }, secret)).toThrow(lost);
  });

  test("under another secret", () => {
    expect(() => readPlace(writePlace(place, list, [`${secret[0]}.`]), list, secret)).toThrow(lost);
  });

  test("with any one character changed, added or taken away", () => {
    const text = writePlace(place, list, secret);
    const at = fc.nat({ max: text.length - 1 });
    const change = fc.constantFrom("", "A", "B", "AA", ".", "-");
    fc.assert(
      fc.property(at, change, (index, put) => {
        const changed = text.slice(0, index) + put + text.slice(index + 1);
        fc.pre(changed !== text);
        expect(() => readPlace(changed, list, secret)).toThrow(lost);
      }),
    );
    expect(() => readPlace(`${text}.x`, list, secret)).toThrow(lost);
  });

  test("that anybody made up", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readPlace(text, list, secret)).toThrow(lost);
      }),
    );
  });
});
