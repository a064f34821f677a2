import { scalePoint } from "d3-scale";
import { plot } from "@/app/_components/charts/chart-frame";
import { countScale } from "@/app/_components/charts/count-scale";
import { LineChart } from "@/app/_components/charts/line-chart";
import { latencyBoundsMs, slowerThanAllMs, type UpstreamHour } from "@/lib/upstream";
import { formatAtMost, formatHour, formatShare, hourTick } from "./labels";

const toMoments = (hours: UpstreamHour[]) =>
  hours.map(({ hour }) => ({ name: formatHour(hour), tick: hourTick(hour) }));

function lastCalled(hours: UpstreamHour[]): UpstreamHour | undefined {
  return hours.findLast(({ calls }) => calls > 0);
}

/** Each bound is twice the one below it, so that equal steps are equal ratios. */
const latencyScale = scalePoint<number>()
  .domain([0, ...latencyBoundsMs])
  .range([plot.top + plot.height, plot.top]);

const labelledMs = new Set([50, 200, 800, 3_200]);

const latencyTicks = latencyBoundsMs.flatMap((bound) => {
  const y = latencyScale(bound) ?? 0;
  if (bound === slowerThanAllMs) return [{ y, label: "slower" }];
  return labelledMs.has(bound) ? [{ y, label: `${bound.toLocaleString("en-US")}` }] : [];
});

export function LatencyChart({ hours }: { hours: UpstreamHour[] }) {
  const last = lastCalled(hours);
  const half = formatAtMost(last?.halfAtMostMs ?? null);
  const most = formatAtMost(last?.mostAtMostMs ?? null);
  return (
    <div className="grid gap-2">
      <h3 className="text-small text-ink-soft">How long they took, in ms</h3>
      <LineChart
        words={{
          id: "latency-chart",
          title: "How long calls to Increase took at most, by the hour",
          description: `In the last hour with calls, half took ${half} and 95 of 100 took ${most}.`,
        }}
        lines={[
          {
            label: "Half of the calls",
            look: "firm",
            values: hours.map(({ halfAtMostMs }) => halfAtMostMs),
            legendValue: half,
          },
          {
            label: "95 of 100",
            look: "dashed",
            values: hours.map(({ mostAtMostMs }) => mostAtMostMs),
            legendValue: most,
          },
        ]}
        moments={toMoments(hours)}
        toY={(bound) => latencyScale(bound) ?? plot.top}
        valueTicks={latencyTicks}
      />
    </div>
  );
}

export function ErrorRateChart({ hours }: { hours: UpstreamHour[] }) {
  const rates = hours.map(({ calls, failed }) => (calls === 0 ? null : (failed / calls) * 100));
  const { toY, ticks } = countScale(Math.max(4, ...rates.map((rate) => rate ?? 0)), (value) => `${value}%`);
  const last = lastCalled(hours);
  const lastRate = formatShare(last?.failed ?? 0, last?.calls ?? 0);
  return (
    <div className="grid gap-2">
      <h3 className="text-small text-ink-soft">How many of them failed</h3>
      <LineChart
        words={{
          id: "error-rate-chart",
          title: "Share of calls to Increase that failed, by the hour",
          description: `In the last hour with calls: ${lastRate}.`,
        }}
        lines={[{ label: "Error rate", look: "alert", values: rates, legendValue: lastRate }]}
        moments={toMoments(hours)}
        toY={toY}
        valueTicks={ticks}
      />
    </div>
  );
}
