import type { ReactNode } from "react";
import { toAmount } from "@/app/_components/ui/money";
import type { ListedTransaction } from "@/lib/banking";
import { formatClock, formatDay } from "@/lib/time-zone";
import { categoryLabel } from "./category-words";
import { groupByDay } from "./day-groups";
import { entryFacts, type RouteNames } from "./entry-facts";
import { EntryPanel } from "./entry-panel";
import { EntryHeadings, type AmountColumns } from "./entry-row";
import { packFacts } from "./packed-facts";
import type { ShownFact } from "./shown-fact";
import type { Clock } from "./to-shown-facts";

/** The balance after it is there on an account's own page alone. */
type Entry = Omit<ListedTransaction, "balanceAfterCents"> & { balanceAfterCents?: number | null };

/** Where it belongs, on a page of several accounts. */
export type AccountLinks = ReadonlyMap<string, { name: ReactNode; href: string }>;

const noNames: RouteNames = new Map();

type Around = {
  routes?: RouteNames | undefined;
  accounts?: AccountLinks | undefined;
  clock: Clock;
  /** Whether all panels are filled from the beginning. */
  isWhole: boolean;
};

/** Transactions under their days, newest first, each of which opens. */
export function TransactionList({ transactions, ...around }: { transactions: readonly Entry[] } & Around) {
  const hasBalances = transactions.some(({ balanceAfterCents }) => typeof balanceAfterCents === "number");
  return (
    <div>
      <EntryHeadings when="Time" {...(hasBalances ? { second: "Balance after" } : {})} />
      {groupByDay(transactions, around.clock.timeZone).map(({ day, entries }) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h3
            id={`day-${day}`}
            className="border-b border-line pt-6 pb-1.5 text-small font-medium text-ink-soft"
          >
            {formatDay(day)}
          </h3>
          <ul className="divide-y divide-line">
            {entries.map((entry) => (
              <li key={entry.id} id={entry.id}>
                <TransactionRow entry={entry} amounts={hasBalances ? "two" : "one"} {...around} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function TransactionRow({
  entry,
  amounts,
  routes = noNames,
  accounts,
  clock,
  isWhole,
}: { entry: Entry; amounts: AmountColumns } & Around) {
  const { createdAt, description, source, amountCents, currency, balanceAfterCents, accountId } = entry;
  const account = accounts?.get(accountId);
  const category = categoryLabel(source.category);
  const own: ShownFact[] =
    account === undefined ? [] : [["Account", { kind: "link", text: accountId, href: account.href }]];
  return (
    <EntryPanel
      words={{
        when: { text: formatClock(createdAt, clock.timeZone), dateTime: createdAt.toISOString() },
        description: description.trim() === "" ? category : description,
        category,
        account: account?.name,
        amount: toAmount({ amountCents, currency }),
        ...(typeof balanceAfterCents === "number"
          ? { second: { label: "Balance", ...toAmount({ amountCents: balanceAfterCents, currency }) } }
          : {}),
      }}
      amounts={amounts}
      packedFacts={packFacts(entryFacts(entry, { routes, clock, own }))}
      isWhole={isWhole}
    />
  );
}
