import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCents, sumCents } from "./money";

test.each([
  [123_456, "USD", "$1,234.56"],
  [-123_456, "USD", "−$1,234.56"],
  [0, "USD", "$0.00"],
  [5, "USD", "$0.05"],
  [-5, "USD", "−$0.05"],
  [1_234, "JPY", "¥1,234"],
  [9_007_199_254_740_991, "USD", "$90,071,992,547,409.91"],
])("%d cents of %s read %s", (amount, currency, text) => {
  expect(formatCents(amount, currency)).toBe(text);
});

test("every amount reads back as itself", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (amount) => {
      const digits = formatCents(amount, "USD").replace("−", "-").replaceAll(/[$,.]/g, "");
      expect(Number(digits)).toBe(amount === 0 ? 0 : amount);
    }),
  );
});

test("a fraction of a cent is refused", () => {
  expect(() => formatCents(1.5, "USD")).toThrow(RangeError);
});

test("sums are exact or refused", () => {
  expect(sumCents([1, -3, 2])).toBe(0);
  expect(sumCents([])).toBe(0);
  expect(() => sumCents([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
});
