import fc from "fast-check";
import { expect, test } from "vitest";
import { toReadableJson } from "./to-readable-json";

test("reads as JSON.stringify would write it, whatever it holds", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, "\t"), (json, space) => {
      const value: unknown = JSON.parse(json);
      expect(toReadableJson(JSON.stringify(value, null, space))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test("keeps every part as it was written: large numbers, escapes, a name that comes twice", () => {
  expect(toReadableJson('{"id":12345678901234567890,"a":"\\u0000 \\"{,}\\"","a":1.50}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "a": "\\u0000 \\"{,}\\"",\n  "a": 1.50\n}',
  );
});

test.each(["", "{", "not json", '{"a":1,}'])("«%s» is no JSON", (text) => {
  expect(toReadableJson(text)).toBeNull();
});

test("is not larger than it must be, however deep", () => {
  const depth = 2_000;
  const text = `${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(toReadableJson(text)?.length).toBeLessThan(depth * 100);
});
