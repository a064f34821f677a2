import fc from "fast-check";
import { expect, test } from "vitest";
import { deriveKey, isSameText } from "./crypto";

test("a text is the same as itself and as no other, of whatever length", () => {
  for (const [one, other] of [
    ["", "a"],
    ["a", "aa"],
    ["a", "b"],
    ["ab", "aB"],
  ] as const) {
    expect(isSameText(one, other)).toBe(false);
  }
  const anyText = fc.string({ unit: "grapheme" });
  fc.assert(fc.property(anyText, anyText, (one, other) => isSameText(one, other) === (one === other)));
  fc.assert(fc.property(anyText, (text) => isSameText(text, `${text}`)));
});

/** https://www.rfc-editor.org/rfc/rfc5869#appendix-A.3, its first 32 bytes. */
test("a key is HKDF's with SHA-256 and no salt", () => {
  expect(deriveKey("\u000b".repeat(22), "").toString("hex")).toBe(
    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
  );
});

test("a key is of its secret and its purpose", () => {
  const keys = [deriveKey("secret", "one"), deriveKey("secret", "other"), deriveKey("Secret", "one")];
  expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(3);
});
