import type { ReactNode } from "react";
import { Money } from "@/app/_components/ui/money";
import { TextLink } from "@/app/_components/ui/text-link";
import type { ListedTransaction } from "@/lib/banking";
import { formatClock, formatDay } from "@/lib/time-zone";
import { categoryLabel } from "./category-words";
import { groupByDay } from "./day-groups";
import { EntryFact, EntryFacts, type Clock, type RouteNames } from "./entry-facts";
import { EntryHeadings, EntryRow, LabelledMoney, type AmountColumns } from "./entry-row";

/** The balance after it is there on an account's own page alone. */
type Entry = Omit<ListedTransaction, "balanceAfterCents"> & { balanceAfterCents?: number | null };

/** Where it belongs, on a page of several accounts. */
export type AccountLinks = ReadonlyMap<string, { name: ReactNode; href: string }>;

const noNames: RouteNames = new Map();

type Around = { routes?: RouteNames | undefined; accounts?: AccountLinks | undefined; clock: Clock };

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
              <li key={entry.id}>
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
}: { entry: Entry; amounts: AmountColumns } & Around) {
  const { createdAt, description, source, amountCents, currency, balanceAfterCents, accountId } = entry;
  const category = categoryLabel(source.category);
  const said = description.trim() === "" ? category : description;
  const account = accounts?.get(accountId);
  return (
    <EntryRow
      amounts={amounts}
      cells={{
        when: <time dateTime={createdAt.toISOString()}>{formatClock(createdAt, clock.timeZone)}</time>,
        // Attack: words of a stranger's with marks of direction in them, which would turn around the amount beside them.
        description: <bdi>{said}</bdi>,
        category: <Kind category={category} isSaid={said === category} account={account} />,
        amount: <Money amountCents={amountCents} currency={currency} />,
        second:
          typeof balanceAfterCents === "number" ? (
            <LabelledMoney label="Balance" amountCents={balanceAfterCents} currency={currency} />
          ) : null,
      }}
    >
      <EntryFacts entry={entry} routes={routes} clock={clock}>
        {account === undefined ? null : (
          <EntryFact name="Account">
            <TextLink href={account.href}>{account.name}</TextLink>
          </EntryFact>
        )}
      </EntryFacts>
    </EntryRow>
  );
}

/** What kind it is, and whose; on a narrow screen nothing that the description has said already. */
function Kind({
  category,
  isSaid,
  account,
}: {
  category: string;
  isSaid: boolean;
  account: { name: ReactNode } | undefined;
}) {
  return (
    <>
      <span className={isSaid ? "max-md:hidden" : ""}>{category}</span>
      {account === undefined ? null : (
        <span className="block max-md:inline">
          <span className={isSaid ? "hidden" : "md:hidden"}> · </span>
          <bdi>{account.name}</bdi>
        </span>
      )}
    </>
  );
}
