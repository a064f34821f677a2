import { ChartTable } from "@/app/_components/charts/chart-table";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { Section } from "@/app/_components/ui/section";
import type { UpstreamHour } from "@/lib/upstream";
import { formatAtMost, formatCount, formatHour, formatShare } from "./labels";
import { ErrorRateChart, LatencyChart } from "./upstream-charts";

/** How Increase answers: how fast, and how often not. */
export function UpstreamSection({ hours }: { hours: UpstreamHour[] }) {
  const calls = hours.reduce((sum, hour) => sum + hour.calls, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  return (
    <Section id="upstream" title="Calls to Increase" aside="24 hours, in UTC, live and sandbox">
      {calls === 0 ? (
        <EmptyState title="No calls to Increase in the last 24 hours">
          <p>They are counted as pages are opened and the crons run, and shown some seconds later.</p>
        </EmptyState>
      ) : (
        <>
          <p className="max-w-[64ch] text-ink-soft">
            {formatCount(calls)} calls, of which {formatCount(failed)} failed ({formatShare(failed, calls)}).
            A refusal by Increase counts as failed, like a time-out.
          </p>
          <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
            <LatencyChart hours={hours} />
            <ErrorRateChart hours={hours} />
          </div>
          <ChartTable
            caption="Calls to Increase by the hour, the last hour first"
            firstColumn="Hour"
            columns={["Calls", "Failed", "Error rate", "Half of them took", "95% of them took"]}
            rows={hours.toReversed().map((hour) => ({
              name: formatHour(hour.hour),
              cells: [
                formatCount(hour.calls),
                formatCount(hour.failed),
                formatShare(hour.failed, hour.calls),
                formatAtMost(hour.halfAtMostMs),
                formatAtMost(hour.mostAtMostMs),
              ],
            }))}
          />
        </>
      )}
    </Section>
  );
}
