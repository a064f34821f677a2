import { ChoiceLinks } from "@/app/_components/ui/choice-links";
import { recentMonths } from "@/lib/time-zone";
import { accountHref, type AccountPlace } from "./account-place";

const shownMonths = 3;

/** The months that are asked for most, all other filters as they are. */
export function MonthLinks({ place, now, sectionId }: { place: AccountPlace; now: Date; sectionId: string }) {
  const { kept } = place.search;
  const toHref = (days: { from?: string; to?: string }) =>
    `${accountHref(place, { from: undefined, to: undefined, ...days, place: undefined })}#${sectionId}`;
  const months = recentMonths({ now, timeZone: place.timeZone, count: shownMonths });
  return (
    <ChoiceLinks
      label="Months of transactions"
      choices={[
        {
          href: toHref({}),
          label: "All days",
          isCurrent: kept.from === undefined && kept.to === undefined,
        },
        ...months.map(({ from, to, label }) => ({
          href: toHref({ from, to }),
          label,
          isCurrent: kept.from === from && kept.to === to,
        })),
      ]}
    />
  );
}
