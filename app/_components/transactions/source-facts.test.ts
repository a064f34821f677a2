import fc from "fast-check";
import { expect, test } from "vitest";
import { toLabels, toLines, toMarkup } from "./testing/source-lines";

function linesOf(details: object, category = "teleport_transfer", currency = "USD"): string[] {
  return toLines(toMarkup(category, details, { currency }));
}

test("a field that Increase adds tomorrow is shown under its own name, after the others", () => {
  expect(
    linesOf({ warp_factor: 9, transfer_id: "wire_transfer_1", is_return: false }, "swift_transfer_intention"),
  ).toEqual(["Swift transfer: wire_transfer_1", "Warp factor: 9", "Is return: No"]);
});

test("a category that Increase adds tomorrow shows all of its fields", () => {
  const details = {
    beam: { started_at: "2026-11-22T10:00:00Z", pad_ids: ["pad_1", "pad_2"], status: "in_flight" },
    beam_amount: 1_250,
    charged_on: "2026-11-22",
    reason: null,
    notes: "",
    extras: {},
    hops: [],
    legs: [null, { note: null }],
    is_express: true,
  };
  expect(linesOf(details)).toEqual(
    [
      "Beam:",
      "Started at: 22 Nov 2026, 10:00:00 UTC",
      "Pad ids:",
      "pad_1",
      "pad_2",
      "Status: In flight",
      "Beam amount: $12.50",
      "Charged on: 22 Nov 2026",
      "Is express: Yes",
    ].map((line) => line.replace("Pad ids", "Pad IDs")),
  );
});

test("times are exact, in the page's time zone, and in the markup", () => {
  const details = { lost_at: "2026-07-01T03:30:00.000Z" };
  const markup = toMarkup("card_dispute_loss", details, { timeZone: "America/New_York" });
  expect(toLines(markup)).toEqual(["Lost: 30 Jun 2026, 23:30:00 EDT"]);
  expect(markup).toContain('dateTime="2026-07-01T03:30:00.000Z"');
});

test.each([
  [{ amount: 100, currency: "EUR" }, "USD", ["Amount: €1.00"]],
  [{ amount: 100 }, "GBP", ["Amount: £1.00"]],
  [
    { amount: 100, currency: "EUR", fee: { amount: 5, payer: "us" } },
    "USD",
    ["Amount: €1.00", "Fee:", "Amount: €0.05", "Payer: us"],
  ],
  [
    { amount: 100, presentment_amount: 500, presentment_currency: "JPY" },
    "USD",
    ["Amount: $1.00", "Presentment amount: ¥500"],
  ],
  [{ presentment_amount: 500 }, "USD", ["Presentment amount: 500 in the smallest unit of its currency"]],
  [
    { amount: 100, currency: "gold pieces" },
    "USD",
    ["Amount: 100 in the smallest unit of its currency", "Currency: gold pieces"],
  ],
  [{ currency: "EUR" }, "USD", ["Currency: EUR"]],
  [{ amount: 0.5 }, "USD", ["Amount: 0.5"]],
  [{ amount: -0 }, "USD", ["Amount: $0.00"]],
  [{ amount: 9_007_199_254_740_992 }, "USD", ["Amount: 9007199254740992"]],
  [{ amount: "12.5" }, "USD", ["Amount: $12.50"]],
  [{ amount: 100 }, "not a currency", ["Amount: 100 in the smallest unit of its currency"]],
])("an amount has the currency that is named nearest to it: %j", (details, currency, lines) => {
  expect(linesOf(details, "teleport_transfer", currency)).toEqual(lines);
});

test.each([
  [{ account_number: "987654321012" }, "•••• 1012"],
  [{ accountNumber: "987654321012" }, "•••• 1012"],
  [{ receiver_account_number: 987_654_321_012 }, "•••• 1012"],
  [{ iban: "DE89 3704 0044 0532 0130 00" }, "•••• 3000"],
  [{ pan: "4242424242424242" }, "•••• 4242"],
  [{ account_number: "12345" }, "•••• 45"],
  [{ account_number: "1" }, "••••"],
  [{ account_numbers: ["987654321012"] }, "•••• 1012"],
  [{ account_number: { value: { digits: "987654321012" } } }, "•••• 1012"],
  [{ account_number: { amount: 987_654_321_012 } }, "•••• 1012"],
])("an account number is never whole in the markup: %j", (details, shown) => {
  const markup = toMarkup("teleport_transfer", details);
  expect(markup).toContain(`>${shown}<`);
  expect(markup).not.toMatch(/98765432|8937|42424242|12345/);
});

test("what has no end is cut, and the page says so", () => {
  const entries = Array.from({ length: 32 }, (_, index) => ({
    payment_related_information: `line ${index}`,
  }));
  const addenda = { category: "freeform", freeform: { entries } };
  const lines = linesOf({ addenda }, "inbound_ach_transfer");
  expect(lines).toContain("line 19");
  expect(lines).not.toContain("line 20");
  expect(lines).toContain("… and 12 more");
  expect(linesOf({ words: "x".repeat(1_700) })).toEqual([
    `Words: ${"x".repeat(500)}… and 1,200 more characters`,
  ]);
  const wide = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field_${index}`, "x"]));
  expect(linesOf(wide).at(-1)).toBe("Not shown: … and 40 more");
});

test("an attack by size gives a small page", () => {
  const deep: unknown = JSON.parse(`${'{"a":['.repeat(5_000)}1${"]}".repeat(5_000)}`);
  expect(toMarkup("teleport_transfer", { deep }).length).toBeLessThan(5_000);
  const row = Array.from({ length: 300 }, () => "x".repeat(10_000));
  const wide = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`field_${index}`, row]));
  expect(toMarkup("teleport_transfer", { a: wide, b: wide, c: [wide, wide] }).length).toBeLessThan(400_000);
});

test("names that every object has are fields like others", () => {
  const details: unknown = JSON.parse(
    '{"__proto__":{"amount":5,"currency":"EUR","note":"x"},"constructor":"maker","toString":1,"hasOwnProperty":true}',
  );
  expect(toLines(toMarkup("constructor", Object(details)))).toEqual([
    "Proto:",
    "Amount: €0.05",
    "Note: x",
    "Constructor: maker",
    "ToString: 1",
    "HasOwnProperty: Yes",
  ]);
});

test("what a sender wrote is text, alone in its block, so that its marks of direction turn nothing else around", () => {
  const markup = toMarkup("sample_funds", { originator: "<script>alert(1)</script>\u202Egnp.exe" });
  expect(markup).not.toContain("<script");
  expect(markup).toContain("<dd>&lt;script&gt;alert(1)&lt;/script&gt;\u202Egnp.exe</dd>");
});

// Letters that can't make up the words that the page must not say of itself.
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "_", "9", "-", ".", "é", "\u{1F4B6}", "<", " ", "\n") }),
  fc.constantFrom(
    "__proto__",
    "amount",
    "currency",
    "type",
    "iban",
    "transfer_id",
    "2026-02-30",
    "0000-01-01T00:00:00Z",
  ),
  fc.constantFrom(
    "account_number",
    "addenda",
    "network_details",
    "visa",
    "scheme_fees",
    "9999-12-31T23:59:59-11:00",
  ),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(
      word,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(word, tie("json"), { maxKeys: 5 }),
  ),
}));
const categories = fc.oneof(
  word,
  fc.constantFrom(
    "card_settlement",
    "inbound_ach_transfer",
    "card_authorization",
    "ach_transfer_return",
    "valueOf",
  ),
);

test("any JSON whatever is shown", () => {
  fc.assert(
    fc.property(categories, fc.dictionary(word, json, { maxKeys: 8 }), (category, details) => {
      const copy: object = JSON.parse(JSON.stringify(details));
      const markup = toMarkup(category, copy);
      expect(markup).not.toMatch(/\[object|undefined|NaN|null|Infinity|Invalid/);
      for (const label of toLabels(markup)) expect(label).not.toBe("");
    }),
    { numRuns: 150 },
  );
});
