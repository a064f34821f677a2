import { ChartTable } from "@/app/_components/charts/chart-table";
import { LineChart } from "@/app/_components/charts/line-chart";
import { Icon } from "@/app/_components/ui/icon";
import { TextLink } from "@/app/_components/ui/text-link";
import type { BalancePoint } from "@/lib/banking";
import { formatCents } from "@/lib/money";
import { formatDay, formatMoment, formatShortDay, type ChartDays } from "@/lib/time-zone";
import { balanceScale } from "./balance-scale";
import { describeBalances, toKnownPoints } from "./chart-words";
import { dayTicks } from "./day-ticks";

type Balances = { points: readonly BalancePoint[]; currency: string; timeZone: string };

/** The balance over time, drawn and as a table. What could not be read is a gap in one and said in the other. */
export function BalanceChart({
  days,
  retryHref,
  ...balances
}: Balances & { days: ChartDays; retryHref: string }) {
  const { points } = balances;
  const missing = points.filter(({ cents }) => cents === null).length;
  return (
    <div className="grid gap-4">
      <Drawing days={days} {...balances} />
      {missing === 0 ? null : (
        <p className="flex gap-2 text-small text-ink-soft">
          <Icon name="attention" className="mt-0.5 text-alert" />
          <span>
            {missing} of {points.length} balances could not be read and are left out.{" "}
            <TextLink href={retryHref}>Try again</TextLink>
          </span>
        </p>
      )}
      <Twin {...balances} />
    </div>
  );
}

function formatPoint({ cents }: BalancePoint, currency: string): string {
  return cents === null ? "Not read" : formatCents(cents, currency);
}

function Drawing({ points, currency, days }: Balances & { days: ChartDays }) {
  const scale = balanceScale(
    toKnownPoints(points).map(({ cents }) => cents),
    currency,
  );
  const ticks = dayTicks(points);
  const last = points.at(-1);
  return (
    <LineChart
      words={{
        id: "balance-drawing",
        title: `Current balance over the last ${days} days`,
        description: describeBalances(points, currency),
      }}
      lines={[
        {
          label: "Current balance",
          look: "firm",
          values: points.map(({ cents }) => cents),
          legendValue: last === undefined ? undefined : formatPoint(last, currency),
        },
      ]}
      moments={points.map((point, index) => {
        const when = point === last ? "Now" : formatShortDay(point.day);
        return {
          name: point.at.toISOString(),
          tick: ticks[index],
          hint: `${when}: ${formatPoint(point, currency)}`,
        };
      })}
      toY={scale.toY}
      valueTicks={scale.ticks}
      labelRoom="wide"
    />
  );
}

function Twin({ points, currency, timeZone }: Balances) {
  const last = points.at(-1);
  return (
    <ChartTable
      caption="Current balance at the ends of days, the latest first"
      firstColumn="Day"
      columns={["Current balance"]}
      rows={points.toReversed().map((point) => ({
        name: point === last ? `Now: ${formatMoment(point.at, timeZone)}` : formatDay(point.day),
        cells: [formatPoint(point, currency)],
      }))}
    />
  );
}
