import { expect, test } from "vitest";
import { toComparable } from "./address";

test.each([
  ["Mike@Ledgerline.Example", "mike@ledgerline.example"],
  // The Kelvin sign: `toLowerCase()` makes a k of it.
  ["mi\u212Ae@ledgerline.example", "mi\u212Ae@ledgerline.example"],
  ["ÖSKAR@ledgerline.example", "Öskar@ledgerline.example"],
])("%s is compared as %s", (email, comparable) => {
  expect(toComparable(email)).toBe(comparable);
});
