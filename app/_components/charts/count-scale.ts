import { scaleLinear } from "d3-scale";
import { plot, type ValueTick } from "./chart-frame";

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** A scale from nothing to a round number at or above `most`, with its ticks; counts have no half ones. */
export function countScale(
  most: number,
  format: (value: number) => string = (value) => compact.format(value),
): { toY: (value: number) => number; ticks: ValueTick[] } {
  const scale = scaleLinear()
    .domain([0, Math.max(most, 1)])
    .nice(4)
    .range([plot.top + plot.height, plot.top]);
  const ticks = scale
    .ticks(4)
    .filter((value) => Number.isInteger(value))
    .map((value) => ({ y: scale(value), label: format(value) }));
  return { toY: (value) => scale(value), ticks };
}
