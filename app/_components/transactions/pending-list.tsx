import { toAmount } from "@/app/_components/ui/money";
import type { readPendingTransactions } from "@/lib/banking";
import { dayOf, formatShortDay } from "@/lib/time-zone";
import { categoryLabel } from "./category-words";
import { entryFacts, type RouteNames } from "./entry-facts";
import { EntryPanel } from "./entry-panel";
import { EntryHeadings } from "./entry-row";
import { toReadableName } from "./readable-name";
import { packFacts } from "./packed-facts";
import type { ShownFact } from "./shown-fact";
import type { Clock } from "./to-shown-facts";

type PendingTransaction = Awaited<ReturnType<typeof readPendingTransactions>>["items"][number];

type Around = { routes: RouteNames; clock: Clock; isWhole: boolean };

/** What waits to be posted, newest first, with what it takes from the available balance until then. */
export function PendingList({ pending, ...around }: { pending: readonly PendingTransaction[] } & Around) {
  return (
    <div>
      <EntryHeadings when="Since" second="Held" />
      <ul className="divide-y divide-line border-b border-line max-md:border-t">
        {pending.map((entry) => (
          <li key={entry.id} id={entry.id}>
            <PendingRow entry={entry} {...around} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function PendingRow({ entry, routes, clock, isWhole }: { entry: PendingTransaction } & Around) {
  const { createdAt, description, source, amountCents, heldCents, currency, status } = entry;
  const category = categoryLabel(source.category);
  const own: ShownFact[] = status === "pending" ? [] : [["Status", toReadableName(status)]];
  return (
    <EntryPanel
      words={{
        when: {
          text: formatShortDay(dayOf(createdAt, clock.timeZone)),
          dateTime: createdAt.toISOString(),
        },
        description: description.trim() === "" ? category : description,
        category,
        amount: toAmount({ amountCents, currency }),
        second:
          heldCents === 0
            ? "holds nothing"
            : { label: "Held", ...toAmount({ amountCents: heldCents, currency }) },
      }}
      amounts="two"
      packedFacts={packFacts(entryFacts(entry, { routes, clock, own }))}
      isWhole={isWhole}
    />
  );
}
