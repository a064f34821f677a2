import { ChartTable } from "@/app/_components/charts/chart-table";
import { StackedBars } from "@/app/_components/charts/stacked-bars";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { Section } from "@/app/_components/ui/section";
import type { ConnectionDay } from "@/lib/overview";
import { dayTick, formatCount, formatDay } from "./labels";

const series = [
  { key: "active", label: "Active", fill: "solid" },
  { key: "needs_reconnect", label: "Needs reconnect", fill: "hatched" },
  { key: "disconnected", label: "Disconnected", fill: "dotted" },
  { key: "deactivated", label: "Deactivated", fill: "ruled" },
] as const;

function totalOf({ counts }: ConnectionDay): number {
  return series.reduce((sum, { key }) => sum + counts[key], 0);
}

function describe(first: ConnectionDay, last: ConnectionDay): string {
  const parts = series.map(
    ({ key, label }) => `${label} ${formatCount(first.counts[key])}, now ${formatCount(last.counts[key])}`,
  );
  return `At the end of ${formatDay(first.day)}: ${parts.join("; ")}.`;
}

export function ConnectionsSection({ days }: { days: ConnectionDay[] }) {
  const [first, last] = [days.at(0), days.at(-1)];
  return (
    <Section id="connections" title="Connections by state" aside="30 days, in UTC">
      {first === undefined || last === undefined || days.every((day) => totalOf(day) === 0) ? (
        <EmptyState title="No connections yet">
          <p>Once a customer has signed in with Increase, their connection is counted here.</p>
        </EmptyState>
      ) : (
        <>
          <StackedBars
            words={{
              id: "connections-chart",
              title: "Connections by state at the end of each of the last 30 days",
              description: describe(first, last),
            }}
            series={series.map((each) => ({ ...each, legendValue: formatCount(last.counts[each.key]) }))}
            bars={days.map(({ day, counts }, index) => ({
              name: formatDay(day),
              tick: dayTick(day, index, days.length),
              values: counts,
            }))}
          />
          <ChartTable
            caption="Connections by state at the end of each day, the last day first"
            firstColumn="Day"
            columns={[...series.map(({ label }) => label), "All"]}
            rows={days.toReversed().map((day) => ({
              name: formatDay(day.day),
              cells: [...series.map(({ key }) => formatCount(day.counts[key])), formatCount(totalOf(day))],
            }))}
          />
        </>
      )}
    </Section>
  );
}
