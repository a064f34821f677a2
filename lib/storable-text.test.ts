import { expect, test } from "vitest";
import { isStorable, storableText } from "./storable-text";

test("a text with a NUL or half a surrogate pair can't be stored, and any other can", () => {
  for (const text of ["\0", "a\u0000b", "a\ud800", "\udc00b", "\udc00\ud800"]) {
    expect(isStorable(text)).toBe(false);
    expect(storableText.safeParse(text).success).toBe(false);
  }
  for (const text of ["a", " ü ", "💰", "\ufeff\uffff\u0001"]) {
    expect(isStorable(text)).toBe(true);
    expect(storableText.parse(text)).toBe(text);
  }
});

test("a stored word has 1 to 200 characters", () => {
  expect(
    ["", "x", "x".repeat(200), "x".repeat(201)].map((text) => storableText.safeParse(text).success),
  ).toEqual([false, true, true, false]);
});
