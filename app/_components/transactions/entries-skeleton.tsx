import { Skeleton } from "@/app/_components/ui/skeleton";
import { EntryHeadings, EntryLine } from "./entry-row";

/** Rows before their transactions: each piece in its place, in its own size. */
export function EntriesSkeleton({
  rows,
  when,
  second,
  hasDays = false,
}: {
  rows: number;
  when: string;
  second: string;
  hasDays?: boolean;
}) {
  const places = Array.from({ length: rows }, (_, place) => place);
  return (
    <div>
      <EntryHeadings when={when} second={second} />
      {hasDays ? (
        <div className="border-b border-line pt-6 pb-1.5 text-small">
          <Skeleton className="w-44" />
        </div>
      ) : null}
      <ul className={`divide-y divide-line ${hasDays ? "" : "border-b border-line max-md:border-t"}`}>
        {places.map((place) => (
          <li key={place} className="flex min-h-11 items-center py-2.5">
            <EntryLine
              amounts="two"
              cells={{
                when: <Skeleton className="w-9" />,
                description: <Skeleton className="w-40" />,
                category: <Skeleton className="w-28" />,
                amount: <Skeleton className="w-20" />,
                second: <Skeleton className="w-20" />,
              }}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
