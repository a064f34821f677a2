import { Suspense } from "react";
import { KeptBoundary } from "@/app/_components/fresh/kept-boundary";
import { accountPath, onSide } from "@/app/_components/shell/group-path";
import type { Outcome } from "@/app/_components/streaming/outcome";
import { EntryHeadings, EntryLine } from "@/app/_components/transactions/entry-row";
import { TransactionList } from "@/app/_components/transactions/transaction-list";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { ErrorState } from "@/app/_components/ui/error-state";
import { Section } from "@/app/_components/ui/section";
import { Skeleton } from "@/app/_components/ui/skeleton";
import type { AccountList, readRecentTransactions } from "@/lib/banking";
import type { ErrorCode } from "@/lib/errors";
import { describeTimeZone } from "@/lib/time-zone";
import { nameOf } from "./account-words";
import { listHref, type ListPlace } from "./list-place";

export type Recent = Awaited<ReturnType<typeof readRecentTransactions>>;

/** The list of accounts, or that it is on its way. */
type Accounts = Outcome<AccountList> | Promise<Outcome<AccountList>>;

type RecentProps = { accounts: Accounts; place: ListPlace; now: Date };

/** For these the page says above what to do, once. */
const explainedAbove = new Set<ErrorCode>([
  "no_sandbox_token",
  "sandbox_refused",
  "needs_reconnect",
  "not_connected",
]);

/** The last transactions over all accounts. The rest of the page stands without them. */
export function RecentSection({
  early,
  outcome,
  ...props
}: RecentProps & { early: Outcome<Recent> | null; outcome: Promise<Outcome<Recent>> }) {
  return (
    <KeptBoundary isStreamed={early === null} fallback={early === null ? <RecentSkeleton /> : null}>
      <StreamedRecent outcome={early ?? outcome} {...props} />
    </KeptBoundary>
  );
}

async function StreamedRecent({
  outcome,
  accounts,
  place,
  now,
}: RecentProps & { outcome: Outcome<Recent> | Promise<Outcome<Recent>> }) {
  const recent = await outcome;
  if (recent.ok) return <RecentFound recent={recent.value} accounts={accounts} place={place} now={now} />;
  const { code, message } = recent.failure;
  if (explainedAbove.has(code)) return null;
  return (
    <Section id="transactions" title="Last transactions">
      <ErrorState
        title="The last transactions could not be read"
        code={code}
        retryHref={listHref(place)}
        requestId={place.requestId}
      >
        <p>{message}</p>
      </ErrorState>
    </Section>
  );
}

function RecentFound({ recent, accounts, place, now }: RecentProps & { recent: Recent }) {
  const { transactions } = recent;
  const { timeZone } = place;
  if (transactions.length === 0) {
    return (
      <Section id="transactions" title="Last transactions">
        <EmptyState title="No transactions yet">
          <p>Once money moves in or out of an account, it is listed here.</p>
        </EmptyState>
      </Section>
    );
  }
  return (
    <Section
      id="transactions"
      title="Last transactions"
      aside={`Days and times are ${describeTimeZone(timeZone, now)}`}
    >
      <TransactionList
        transactions={transactions}
        accounts={toLinks(recent, accounts, place)}
        clock={{ timeZone, now }}
        isWhole={place.isComplete}
      />
    </Section>
  );
}

function toLinks({ transactions }: Recent, accounts: Accounts, { home, environment }: ListPlace) {
  return new Map(
    transactions.map(({ accountId }) => [
      accountId,
      {
        name: <AccountName accountId={accountId} accounts={accounts} />,
        href: onSide(accountPath(home, accountId), environment),
      },
    ]),
  );
}

function nameIn(accounts: Outcome<AccountList>, accountId: string): string {
  const listed = accounts.ok ? accounts.value.accounts : [];
  const account = listed.find(({ id }) => id === accountId);
  return account === undefined ? accountId : nameOf(account);
}

/** Its id until the list is there, which is read at the same time; and where this page of the list has it not. */
function AccountName({ accountId, accounts }: { accountId: string; accounts: Accounts }) {
  if ("ok" in accounts) return nameIn(accounts, accountId);
  return (
    <Suspense fallback={accountId}>
      <AwaitedName accountId={accountId} accounts={accounts} />
    </Suspense>
  );
}

async function AwaitedName({ accountId, accounts }: { accountId: string; accounts: Accounts }) {
  return nameIn(await accounts, accountId);
}

const places = Array.from({ length: 10 }, (_, place) => place);

/** As many rows as there will most likely be, each piece in its own size. */
function RecentSkeleton() {
  return (
    <Section id="transactions" title="Last transactions" aside="Being read from Increase">
      <div>
        <EntryHeadings when="Time" />
        <div className="border-b border-line-strong pt-6 pb-1.5 text-small">
          <Skeleton className="w-44" />
        </div>
        <ul className="divide-y divide-line border-b border-line">
          {places.map((place) => (
            <li key={place} className="flex min-h-11 items-center py-2.5">
              <EntryLine
                amounts="one"
                cells={{
                  when: <Skeleton className="w-9" />,
                  description: <Skeleton className="w-40" />,
                  category: <CategorySkeleton />,
                  amount: <Skeleton className="w-20" />,
                }}
              />
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}

/** The category, and under it the account's name. */
function CategorySkeleton() {
  return (
    <>
      <Skeleton className="w-28" />
      <span className="block max-md:hidden">
        <Skeleton className="w-24" />
      </span>
    </>
  );
}
