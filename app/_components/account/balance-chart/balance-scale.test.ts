import fc from "fast-check";
import { expect, test } from "vitest";
import { plot } from "@/app/_components/charts/chart-frame";
import { balanceScale } from "./balance-scale";

const [top, floor] = [plot.top, plot.top + plot.height];
const labels = (...cents: number[]) => balanceScale(cents, "USD").ticks.map(({ label }) => label);
const baseOf = (...cents: number[]) =>
  balanceScale(cents, "USD").ticks.find(({ isBase }) => isBase === true)?.y;

test.each([
  ["from nothing up", [0, 1_250_000], ["$0", "$5k", "$10k", "$15k"]],
  [
    "down to nothing where the lowest comes near it",
    [40_000, 100_000],
    ["$0", "$200", "$400", "$600", "$800", "$1k"],
  ],
  [
    "not to nothing where it does not",
    [96_000_00, 100_000_00],
    ["$92k", "$94k", "$96k", "$98k", "$100k", "$102k", "$104k"],
  ],
  ["across nothing", [-1_250_000, 1_250_000], ["−$20k", "−$10k", "$0", "$10k", "$20k"]],
  ["below nothing", [-250_000_00, -90_000_00], ["−$250k", "−$200k", "−$150k", "−$100k", "−$50k", "$0"]],
  ["of one balance alone", [500_000], ["$4.6k", "$4.8k", "$5k", "$5.2k", "$5.4k"]],
  ["of nothing at all", [0, 0], ["$0.00", "$0.20", "$0.40", "$0.60", "$0.80", "$1.00"]],
  [
    "of a cent's difference",
    [1_000_000_00, 1_000_000_01],
    ["$940k", "$960k", "$980k", "$1M", "$1.02M", "$1.04M", "$1.06M"],
  ],
  ["of cents", [-37, 12], ["−$0.80", "−$0.60", "−$0.40", "−$0.20", "$0.00", "$0.20", "$0.40"]],
])("the scale %s", (_what, cents, expected) => {
  expect(labels(...cents)).toEqual(expected);
});

test("the scale shows each balance within the plot, with labels that differ, from few to many", () => {
  const amount = fc.integer({ min: -1e13, max: 1e13 });
  const some = fc.array(fc.oneof(amount, fc.integer({ min: -5_000, max: 5_000 })), { minLength: 1 });
  fc.assert(
    fc.property(some, (cents) => {
      const { toY, ticks } = balanceScale(cents, "USD");
      for (const each of cents) {
        expect(toY(each)).toBeGreaterThanOrEqual(top - 0.001);
        expect(toY(each)).toBeLessThanOrEqual(floor + 0.001);
      }
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(10);
      if (cents.every((each) => each >= 0)) expect(toY(0)).toBeGreaterThanOrEqual(floor - 0.001);
      if (cents.every((each) => each <= 0)) expect(toY(0)).toBeLessThanOrEqual(top + 0.001);
    }),
  );
});

test("the scale marks zero as what balances are above or below, wherever it is in sight", () => {
  expect(baseOf(-100_000, 100_000)).toBe((top + floor) / 2);
  expect(baseOf(0, 100_000)).toBe(floor);
  expect(baseOf(-100_000, 0)).toBe(top);
  expect(baseOf(90_000, 100_000)).toBeUndefined();
});

test.each([
  ["JPY", [0, 400_000], "¥400k"],
  ["EUR", [0, 400_000], "€4k"],
  ["no code", [0, 400_000], "4k"],
])("the scale is in %s", (currency, cents, label) => {
  expect(balanceScale(cents, currency).ticks.at(-1)?.label).toBe(label);
});
