import { expect, test } from "vitest";
import { wrap } from "./print-report";

test("a line is no wider than asked, and goes on under its first word", () => {
  expect(wrap("one two three four", "    Fix  ", 18)).toBe("one two\n         three\n         four");
  expect(wrap("https://portal.example.com/a/long/address", "  ", 10)).toBe(
    "https://portal.example.com/a/long/address",
  );
});
