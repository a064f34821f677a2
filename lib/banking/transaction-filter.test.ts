import { describe, expect, test } from "vitest";
import { parseTransactionSearch } from "./transaction-filter";

const whole = {
  category: "ach_transfer_intention",
  route_id: "account_number_1",
  from: "2026-11-01",
  to: "2026-11-30",
  direction: "out",
  min: "1,000.50",
  max: "$2000",
  q: "  rent ",
  place: "abc-_.def",
  days: "90",
  environment: "sandbox",
  complete: "1",
};

test("an address that is understood is read field by field, and kept as it came", () => {
  expect(parseTransactionSearch(whole)).toEqual({
    filter: {
      category: "ach_transfer_intention",
      routeId: "account_number_1",
      from: "2026-11-01",
      to: "2026-11-30",
      direction: "out",
      minCents: 100_050,
      maxCents: 200_000,
      text: "rent",
    },
    place: "abc-_.def",
    days: 90,
    environment: "sandbox",
    isComplete: true,
    isFileMissing: false,
    kept: whole,
    ignored: [],
  });
});

test("an address without anything is the first page of live, with a chart of 30 days", () => {
  expect(parseTransactionSearch({})).toEqual({
    filter: {},
    place: undefined,
    days: 30,
    environment: "live",
    isComplete: false,
    isFileMissing: false,
    kept: {},
    ignored: [],
  });
});

describe("a field that is malformed is ignored and named, and costs no other", () => {
  test.each([
    ["category", "ACH"],
    ["category", "a b"],
    ["category", "x".repeat(81)],
    ["route_id", "../groups"],
    ["route_id", "x".repeat(201)],
    ["from", "2026-02-30"],
    ["from", "11/01/2026"],
    ["to", "1969-12-31"],
    ["direction", "up"],
    ["min", "1.234"],
    ["min", "ten"],
    ["max", "1e3"],
    ["q", "\0"],
    ["q", "x".repeat(201)],
    ["place", "a b"],
    ["place", "x".repeat(4_001)],
    ["days", "31"],
    ["environment", "Sandbox"],
    ["complete", "yes"],
    ["account_id", "account_1"],
  ])("%s=%j", (name, value) => {
    const good = { category: "other", [name === "category" ? "q" : "category"]: "other" };
    const read = parseTransactionSearch({ ...good, [name]: value });
    expect(read.ignored).toEqual([name]);
    expect(read.kept).not.toHaveProperty(name);
    expect(Object.values(read.filter).filter((kept) => kept !== undefined)).toEqual(["other"]);
  });

  test("a field that comes twice", () => {
    expect(parseTransactionSearch({ q: ["a", "b"] })).toMatchObject({ kept: {}, ignored: ["q"] });
  });
});

describe("bounds with nothing between them", () => {
  test("days: both are ignored, and the rest is not", () => {
    const read = parseTransactionSearch({ from: "2026-11-02", to: "2026-11-01", min: "1", max: "2" });
    expect(read).toMatchObject({ ignored: ["from", "to"], kept: { min: "1", max: "2" } });
    expect(read.filter).toEqual({ minCents: 100, maxCents: 200 });
  });

  test("amounts: both are ignored, and the rest is not", () => {
    const read = parseTransactionSearch({ from: "2026-11-01", to: "2026-11-01", min: "2", max: "1" });
    expect(read).toMatchObject({ ignored: ["min", "max"], kept: { from: "2026-11-01", to: "2026-11-01" } });
    expect(read.filter).toEqual({ from: "2026-11-01", to: "2026-11-01" });
  });

  test("one day, and one amount, is something between", () => {
    const one = { from: "2026-11-01", to: "2026-11-01", min: "1", max: "1.00" };
    expect(parseTransactionSearch(one).ignored).toEqual([]);
  });
});

test("an amount may have the sign that our own file gives it: what counts is how much", () => {
  expect(parseTransactionSearch({ min: "-12.50" })).toMatchObject({
    filter: { minCents: 1_250 },
    kept: { min: "-12.50" },
    ignored: [],
  });
});
