import { scaleLinear } from "d3-scale";
import { plot, type ValueTick } from "@/app/_components/charts/chart-frame";
import { formatCents, toDecimal } from "@/lib/money";

/** A flat line, or one that is nearly flat, is drawn as one: a cent more is no cliff. */
const leastSpanOfMost = 0.1;
const leastSpanCents = 100;
const majorCents = 100;

/** What the axis has to cover: down to zero where the balances come near it, and never past zero without one there. */
function toDomain(cents: readonly number[]): [low: number, high: number] {
  let [low, high] = [Math.min(...cents), Math.max(...cents)];
  const [isAbove, isBelow] = [low >= 0, high <= 0];
  if (isAbove && low < high / 2) low = 0;
  if (isBelow && high > low / 2) high = 0;
  const leastSpan = Math.max(leastSpanOfMost * Math.max(Math.abs(low), Math.abs(high)), leastSpanCents);
  const padding = Math.max(0, leastSpan - (high - low)) / 2;
  [low, high] = [low - padding, high + padding];
  if (isAbove && low < 0) [low, high] = [0, high - low];
  else if (isBelow && high > 0) [low, high] = [low - high, 0];
  return [low, high];
}

function compactFormat(currency: string): Intl.NumberFormat {
  const compact = { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 2 } as const;
  try {
    return new Intl.NumberFormat("en-US", { ...compact, style: "currency", currency });
  } catch {
    // A code that is no currency's: the table has it beside each amount.
    return new Intl.NumberFormat("en-US", compact);
  }
}

/** Such as `−$12.5k`, with a true minus sign. */
function formatCompact(cents: number, currency: string): string {
  return compactFormat(currency)
    .formatToParts(Number(toDecimal(cents, currency)))
    .map(({ type, value }) => {
      if (type === "minusSign") return "−";
      return type === "compact" && value === "K" ? "k" : value;
    })
    .join("");
}

/** A scale that shows each of these balances, at least one, with round amounts for its ticks. */
export function balanceScale(
  cents: readonly number[],
  currency: string,
): { toY: (cents: number) => number; ticks: ValueTick[] } {
  const scale = scaleLinear()
    .domain(toDomain(cents))
    .nice(4)
    .range([plot.top + plot.height, plot.top]);
  const values = scale.ticks(4);
  const [first = 0, second = first] = values;
  const format = second - first < majorCents ? formatCents : formatCompact;
  const ticks = values.map((value) => ({
    y: scale(value),
    label: format(Math.round(value), currency),
    isBase: value === 0,
  }));
  return { toY: (value) => scale(value), ticks };
}
