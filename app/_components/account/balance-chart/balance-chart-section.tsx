import { Suspense } from "react";
import type { Failure, Outcome } from "@/app/_components/streaming/outcome";
import { ChoiceLinks } from "@/app/_components/ui/choice-links";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { ErrorState } from "@/app/_components/ui/error-state";
import { Section } from "@/app/_components/ui/section";
import { TextLink } from "@/app/_components/ui/text-link";
import type { BalancePoint } from "@/lib/banking";
import { dayOf, describeTimeZone, formatDay, type ChartDays } from "@/lib/time-zone";
import { BalanceChart } from "./balance-chart";
import { BalanceChartSkeleton } from "./balance-chart-skeleton";
import { chartDays, type ChartHrefs } from "./chart-days";

type Read = Outcome<{ points: BalancePoint[] }>;

type ChartPlace = {
  currency: string;
  createdAt: Date;
  days: ChartDays;
  timeZone: string;
  hrefs: ChartHrefs;
  requestId: string;
  now: Date;
};

const sectionId = "balance-chart";

const eachDay = { 7: "each day", 30: "each day", 90: "every third day" } as const;

/** The balance over 7, 30 or 90 days: at once where it is already there, else when it comes. */
export function BalanceChartSection({ outcome, ...place }: ChartPlace & { outcome: Read | Promise<Read> }) {
  const { days, hrefs, timeZone, now } = place;
  return (
    <Section
      id={sectionId}
      title="Balance"
      aside={
        <ChoiceLinks
          label="Days of the balance chart"
          choices={chartDays.map((each) => ({
            href: `${hrefs[each]}#${sectionId}`,
            label: `${each} days`,
            isCurrent: each === days,
          }))}
        />
      }
    >
      <p className="-mt-3 text-small text-ink-faint">
        Now and at the end of {eachDay[days]}, {describeTimeZone(timeZone, now)}
      </p>
      {outcome instanceof Promise ? (
        <Suspense fallback={<BalanceChartSkeleton />}>
          <StreamedBalances outcome={outcome} {...place} />
        </Suspense>
      ) : (
        <Balances outcome={outcome} {...place} />
      )}
    </Section>
  );
}

async function StreamedBalances({ outcome, ...place }: ChartPlace & { outcome: Promise<Read> }) {
  return <Balances outcome={await outcome} {...place} />;
}

function Balances({ outcome, ...place }: ChartPlace & { outcome: Read }) {
  const { days, hrefs, requestId } = place;
  if (!outcome.ok)
    return <NoBalances failure={outcome.failure} retryHref={hrefs[days]} requestId={requestId} />;
  const { points } = outcome.value;
  if (points.length < 2) return <NoHistory {...place} />;
  const { currency, timeZone } = place;
  return (
    <BalanceChart
      points={points}
      currency={currency}
      timeZone={timeZone}
      days={days}
      retryHref={hrefs[days]}
    />
  );
}

function NoBalances({
  failure: { code, message },
  retryHref,
  requestId,
}: {
  failure: Failure;
  retryHref: string;
  requestId: string;
}) {
  // What to do about these stands above, where it concerns the whole page.
  if (code === "needs_reconnect" || code === "not_connected" || code === "no_sandbox_token") {
    return (
      <EmptyState title="No balances to draw for now">
        <p>They are drawn here again once the connection is active.</p>
      </EmptyState>
    );
  }
  return (
    <ErrorState
      title="The balances could not be read"
      code={code}
      retryHref={retryHref}
      requestId={requestId}
    >
      <p>{message}</p>
    </ErrorState>
  );
}

/** Now alone is no history: the account is younger than the first end of a day that would be drawn. */
function NoHistory({ createdAt, days, timeZone, hrefs }: ChartPlace) {
  return (
    <EmptyState title="No history to draw yet">
      <p>
        This account was opened on {formatDay(dayOf(createdAt, timeZone))}.{" "}
        {days === 90 ? (
          <>
            Over 90 days only every third day is drawn; look at the last{" "}
            <TextLink href={`${hrefs[7]}#${sectionId}`}>7 days</TextLink> instead.
          </>
        ) : (
          "Its balance is drawn from the end of its first day on."
        )}
      </p>
    </EmptyState>
  );
}
