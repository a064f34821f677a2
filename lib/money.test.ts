import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCents, parseCents, sumCents, toDecimal } from "./money";

const someCurrency = fc.constantFrom("USD", "JPY", "KWD", "CAD", "XYZ", "US");

test.each([
  [123_456, "USD", "$1,234.56"],
  [-123_456, "USD", "−$1,234.56"],
  [0, "USD", "$0.00"],
  [5, "USD", "$0.05"],
  [-5, "USD", "−$0.05"],
  [1_234, "JPY", "¥1,234"],
  [1_234_567, "KWD", "KWD\u00A01,234.567"],
  [123_456, "XYZ", "XYZ\u00A01,234.56"],
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

test.each([
  [-123_456, "US", "−US\u00A01,234.56"],
  [500, "dollars", "dollars\u00A05.00"],
  [500, "", "5.00"],
  [0, "<b>", "<b>\u00A00.00"],
])("%d cents of something that is no currency, %j, are shown all the same", (amount, code, text) => {
  expect(formatCents(amount, code)).toBe(text);
  expect(toDecimal(amount, code)).toBe(
    text
      .replace(code, "")
      .replaceAll(/[\u00A0,]/g, "")
      .replace("−", "-"),
  );
});

test("a fraction of a cent is refused", () => {
  expect(() => formatCents(1.5, "USD")).toThrow(RangeError);
  expect(() => toDecimal(1.5, "USD")).toThrow(RangeError);
  expect(() => toDecimal(Number.NaN, "JPY")).toThrow(RangeError);
});

test.each([
  [123_456, "USD", "1234.56"],
  [-123_456, "USD", "-1234.56"],
  [-5, "USD", "-0.05"],
  [0, "USD", "0.00"],
  [-0, "USD", "0.00"],
  [-1_234, "JPY", "-1234"],
  [1_234, "KWD", "1.234"],
  [-9_007_199_254_740_991, "USD", "-90071992547409.91"],
])("%d cents of %s are %s in a file", (amount, code, text) => {
  expect(toDecimal(amount, code)).toBe(text);
});

test.each([
  ["1,234.56", 123_456],
  ["$1,234.56", 123_456],
  ["-$1,234.56", -123_456],
  ["−$1,234.56", -123_456],
  ["-12", -1_200],
  ["−12.5", -1_250],
  [" 12 ", 1_200],
  ["0.29", 29],
  ["-0", 0],
  ["007", 700],
  ["1234567.89", 123_456_789],
  ["90,071,992,547,409.91", 9_007_199_254_740_991],
])("somebody who types %j means %d cents", (text, amount) => {
  expect(parseCents(text)).toBe(amount);
});

test.each([
  "",
  " ",
  "-",
  "$",
  "twelve",
  "1.234",
  "1.2.3",
  "12.",
  ".5",
  "1,23",
  "1,2345",
  "1234,567",
  ",123",
  "12,",
  "1 234",
  "--12",
  "-−12",
  "+12",
  "€12",
  "$$12",
  "12$",
  "12 USD",
  "(12)",
  "1e3",
  "0x10",
  "Infinity",
  "NaN",
  "１２",
  "12\n13",
  "90,071,992,547,409.92",
  "-90071992547409.92",
  "9".repeat(1_000_000),
])("nobody who types %.20j is guessed at", (text) => {
  expect(parseCents(text)).toBeNull();
});

test("an amount has no more digits than its currency", () => {
  expect(parseCents("1,234", "JPY")).toBe(1_234);
  expect(parseCents("¥1,234", "JPY")).toBe(1_234);
  expect(parseCents("12.0", "JPY")).toBeNull();
  expect(parseCents("1.234", "KWD")).toBe(1_234);
  expect(parseCents("1.2345", "KWD")).toBeNull();
  expect(parseCents("$12", "CAD")).toBe(1_200);
  expect(parseCents("CA$12", "CAD")).toBe(1_200);
});

test("what is written to a file or shown on a page is read back as the same cents", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), someCurrency, (amount, code) => {
      expect(parseCents(toDecimal(amount, code), code)).toBe(amount === 0 ? 0 : amount);
      expect(parseCents(formatCents(amount, code), code)).toBe(amount === 0 ? 0 : amount);
    }),
  );
});

test("any text is an amount of whole cents or none", () => {
  const digitsAndSigns = fc.string({ unit: fc.constantFrom(..."0123456789.,-−$ e") });
  fc.assert(
    fc.property(fc.oneof(digitsAndSigns, fc.string({ unit: "binary" })), (text) => {
      const amount = parseCents(text);
      if (amount === null) return;
      expect(amount).toSatisfy(Number.isSafeInteger);
      expect(parseCents(formatCents(amount, "USD"))).toBe(amount);
    }),
    { numRuns: 2_000 },
  );
});

test("a sum is the same in any order", () => {
  const amounts = fc.array(fc.maxSafeInteger(), { maxLength: 20 });
  // Each amount and its opposite, in some order, leave nothing but the one that has none.
  const shuffled = fc.tuple(amounts, fc.integer()).chain(([those, left]) => {
    const all = [...those, left, ...those.map((each) => -each)];
    return fc.tuple(fc.constant(left), fc.shuffledSubarray(all, { minLength: all.length }));
  });
  fc.assert(
    fc.property(shuffled, ([left, all]) => {
      expect(sumCents(all)).toBe(left);
    }),
  );
});

test("sums are exact or refused", () => {
  expect(sumCents([1, -3, 2])).toBe(0);
  expect(sumCents([])).toBe(0);
  expect(() => sumCents([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  expect(() => sumCents([0.5, 0.5])).toThrow(RangeError);
});
