import type { TimeLabel } from "@/app/_components/charts/chart-frame";
import type { BalancePoint } from "@/lib/banking";
import { formatShortDay } from "@/lib/time-zone";

/** As many labels as there is room for on a wide screen, and on a narrow one. */
const mostIntervals = 7;
const mostOnNarrow = 3;

/** The days under the chart, counted back from now, which always has its label. */
export function dayTicks(points: readonly BalancePoint[]): (TimeLabel | undefined)[] {
  const last = points.length - 1;
  const step = Math.max(1, Math.ceil(last / mostIntervals));
  const isCrowded = Math.floor(last / step) + 1 > mostOnNarrow;
  return points.map(({ day }, index) => {
    const back = last - index;
    if (back % step !== 0) return undefined;
    const label = back === 0 ? "Now" : formatShortDay(day);
    return { label, isMinor: isCrowded && (back / step) % mostOnNarrow !== 0 };
  });
}
