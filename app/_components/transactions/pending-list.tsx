import { Money } from "@/app/_components/ui/money";
import type { readPendingTransactions } from "@/lib/banking";
import { dayOf, formatShortDay } from "@/lib/time-zone";
import { categoryLabel } from "./category-words";
import { EntryFact, EntryFacts, type Clock, type RouteNames } from "./entry-facts";
import { EntryHeadings, EntryRow, LabelledMoney } from "./entry-row";
import { toReadableName } from "./readable-name";

type PendingTransaction = Awaited<ReturnType<typeof readPendingTransactions>>["pending"][number];

/** What waits to be posted, newest first, with what it takes from the available balance until then. */
export function PendingList({
  pending,
  routes,
  clock,
}: {
  pending: readonly PendingTransaction[];
  routes: RouteNames;
  clock: Clock;
}) {
  return (
    <div>
      <EntryHeadings when="Since" second="Held" />
      <ul className="divide-y divide-line border-b border-line max-md:border-t">
        {pending.map((entry) => (
          <li key={entry.id}>
            <PendingRow entry={entry} routes={routes} clock={clock} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function PendingRow({
  entry,
  routes,
  clock,
}: {
  entry: PendingTransaction;
  routes: RouteNames;
  clock: Clock;
}) {
  const { createdAt, description, source, amountCents, heldCents, currency, status } = entry;
  const category = categoryLabel(source.category);
  return (
    <EntryRow
      amounts="two"
      cells={{
        when: (
          <time dateTime={createdAt.toISOString()}>{formatShortDay(dayOf(createdAt, clock.timeZone))}</time>
        ),
        // Attack: as in a transaction, a stranger's words.
        description: <bdi>{description.trim() === "" ? category : description}</bdi>,
        category,
        amount: <Money amountCents={amountCents} currency={currency} />,
        second:
          heldCents === 0 ? (
            <span className="text-small italic">holds nothing</span>
          ) : (
            <LabelledMoney label="Held" amountCents={heldCents} currency={currency} />
          ),
      }}
    >
      <EntryFacts entry={entry} routes={routes} clock={clock}>
        {status === "pending" ? null : <EntryFact name="Status">{toReadableName(status)}</EntryFact>}
      </EntryFacts>
    </EntryRow>
  );
}
