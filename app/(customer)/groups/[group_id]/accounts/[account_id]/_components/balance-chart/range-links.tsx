import type { ChartDays } from "@/lib/time-zone";
import { chartDays, type ChartHrefs } from "./chart-days";

/** How far back the chart goes, as links to the same page; `sectionId` is where on it they lead. */
export function RangeLinks({
  days,
  hrefs,
  sectionId,
}: {
  days: ChartDays;
  hrefs: ChartHrefs;
  sectionId: string;
}) {
  return (
    <nav aria-label="Days of the balance chart" className="flex gap-1">
      {chartDays.map((each) => (
        <a
          key={each}
          href={`${hrefs[each]}#${sectionId}`}
          aria-current={each === days ? "true" : undefined}
          className="inline-flex min-h-8 items-center rounded-control px-2 whitespace-nowrap text-ink-soft underline decoration-1 underline-offset-[0.2em] hover:text-ink aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-ink aria-[current]:no-underline"
        >
          {each} days
        </a>
      ))}
    </nav>
  );
}
