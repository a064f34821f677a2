import type { BalancePoint } from "@/lib/banking";
import { formatCents } from "@/lib/money";
import { formatShortDay } from "@/lib/time-zone";

/** A point whose balance was read; the last of all points is now. */
export type KnownPoint = { day: string; cents: number; isNow: boolean };

export function toKnownPoints(points: readonly BalancePoint[]): KnownPoint[] {
  return points.flatMap(({ day, cents }, index) =>
    cents === null ? [] : [{ day, cents, isNow: index === points.length - 1 }],
  );
}

function whenOf({ day, isNow }: KnownPoint): string {
  return isNow ? "now" : `at the end of ${formatShortDay(day)}`;
}

/** What a look at the chart says. */
export function describeBalances(points: readonly BalancePoint[], currency: string): string {
  const known = toKnownPoints(points);
  const [first, last] = [known.at(0), known.at(-1)];
  if (first === undefined || last === undefined) return "No balance could be read.";
  const amountOf = ({ cents }: KnownPoint) => formatCents(cents, currency);
  const lowest = known.reduce((least, point) => (point.cents < least.cents ? point : least));
  const highest = known.reduce((most, point) => (point.cents > most.cents ? point : most));
  const isOrWas = last.isNow ? "is" : "was";
  const course =
    first === last
      ? `The balance ${isOrWas} ${amountOf(last)} ${whenOf(last)}.`
      : `The balance was ${amountOf(first)} ${whenOf(first)} and ${isOrWas} ${amountOf(last)} ${whenOf(last)}.`;
  const extremes =
    lowest.cents === highest.cents
      ? "It was the same throughout."
      : `Lowest: ${amountOf(lowest)} ${whenOf(lowest)}; highest: ${amountOf(highest)} ${whenOf(highest)}.`;
  const missing = points.length - known.length;
  return [
    course,
    ...(known.length > 1 ? [extremes] : []),
    ...(missing > 0 ? [`${missing} of ${points.length} balances could not be read.`] : []),
  ].join(" ");
}
