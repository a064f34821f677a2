import { ChartTable } from "@/app/_components/charts/chart-table";
import { StackedBars } from "@/app/_components/charts/stacked-bars";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { Section } from "@/app/_components/ui/section";
import { TextLink } from "@/app/_components/ui/text-link";
import type { EventHour } from "@/lib/overview";
import { formatCount, formatHour, hourTick } from "./labels";

const series = [
  { key: "processed", label: "Processed", fill: "solid" },
  { key: "pending", label: "Waiting", fill: "dotted" },
  { key: "dead", label: "Failed", fill: "hatched" },
] as const;

type Outcome = (typeof series)[number]["key"];

export function EventsSection({ hours }: { hours: EventHour[] }) {
  const sumOf = (key: Outcome) => hours.reduce((sum, hour) => sum + hour[key], 0);
  const sums = series.map(({ key, label }) => `${label} ${formatCount(sumOf(key))}`);
  const isEmpty = series.every(({ key }) => sumOf(key) === 0);
  return (
    <Section id="events" title="Events per hour" aside="24 hours, in UTC">
      {isEmpty ? (
        <EmptyState title="No events in the last 24 hours">
          <p>
            Earlier ones are in <TextLink href="/admin/events">Events</TextLink>.
          </p>
        </EmptyState>
      ) : (
        <>
          <StackedBars
            words={{
              id: "events-chart",
              title: "Events by the hour in which they came, and what became of them",
              description: `In the last 24 hours: ${sums.join(", ")}.`,
            }}
            series={series.map((each) => ({ ...each, legendValue: formatCount(sumOf(each.key)) }))}
            bars={hours.map(({ hour, ...values }) => ({
              name: formatHour(hour),
              tick: hourTick(hour),
              values,
            }))}
          />
          <ChartTable
            caption="Events by the hour in which they came, the last hour first"
            firstColumn="Hour"
            columns={series.map(({ label }) => label)}
            rows={hours.toReversed().map((hour) => ({
              name: formatHour(hour.hour),
              cells: series.map(({ key }) => formatCount(hour[key])),
            }))}
          />
        </>
      )}
    </Section>
  );
}
