import type { ReactNode } from "react";
import type { Failure, Outcome } from "@/app/_components/streaming/outcome";
import { EntriesSkeleton } from "@/app/_components/transactions/entries-skeleton";
import { TransactionList } from "@/app/_components/transactions/transaction-list";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { Icon } from "@/app/_components/ui/icon";
import { LostPlaceNotice } from "@/app/_components/ui/lost-place-notice";
import { NoRows } from "@/app/_components/ui/no-rows";
import { Notice } from "@/app/_components/ui/notice";
import { Pager } from "@/app/_components/ui/pager";
import type { TransactionPage } from "@/lib/banking";
import { dayOf, formatDay } from "@/lib/time-zone";
import { accountHref, clearedHref, isFiltered, type AccountPlace } from "./account-place";
import { PartFailureState } from "./part-failure";
import type { Named } from "./route-names";

export function Transactions({
  outcome,
  place,
  now,
}: {
  outcome: Outcome<Named<TransactionPage>>;
  place: AccountPlace;
  now: Date;
}) {
  const firstHref = accountHref(place, { place: undefined });
  if (!outcome.ok) {
    return <TransactionsFailure failure={outcome.failure} place={place} firstHref={firstHref} />;
  }
  const page = outcome.value;
  const clock = { timeZone: place.timeZone, now };
  return (
    <>
      {page.transactions.length === 0 ? (
        <NoTransactions page={page} place={place} />
      ) : (
        <TransactionList
          transactions={page.transactions}
          routes={page.names}
          clock={clock}
          isWhole={place.search.isComplete}
        />
      )}
      <Further page={page} place={place} firstHref={firstHref} />
    </>
  );
}

function TransactionsFailure({
  failure,
  place,
  firstHref,
}: {
  failure: Failure;
  place: AccountPlace;
  firstHref: string;
}) {
  const { category, routeId } = place.search.filter;
  if (failure.code === "invalid_input") return <LostPlaceNotice firstHref={firstHref} />;
  if (failure.code === "increase_refused" && (category !== undefined || routeId !== undefined)) {
    return (
      <Notice
        title="This filter was not accepted"
        icon="attention"
        tone="alert"
        action={<ButtonLink href={clearedHref(place)}>Clear filters</ButtonLink>}
      >
        <p>{failure.message}</p>
      </Notice>
    );
  }
  return <PartFailureState what="The transactions" failure={failure} place={place} />;
}

function NoTransactions({ page, place }: { page: TransactionPage; place: AccountPlace }) {
  if (page.searchedBackTo !== null) {
    return (
      <EmptyState title="Nothing found so far">
        <p>The search is not at its end. Days in the filter make it quicker.</p>
      </EmptyState>
    );
  }
  if (place.search.place !== undefined && isFiltered(place)) {
    return (
      <EmptyState title="No further transactions fit these filters">
        <p>The list was looked through to its end.</p>
      </EmptyState>
    );
  }
  return (
    <NoRows what="transactions" isFirst={place.search.place === undefined} isFiltered={isFiltered(place)}>
      <p>Nothing has been posted to this account. What is posted appears here by itself.</p>
    </NoRows>
  );
}

/** The way on: to the next page of a list, or further back in a search that stopped on its way. */
function Further({
  page: { searchedBackTo, nextPlace },
  place,
  firstHref,
}: {
  page: TransactionPage;
  place: AccountPlace;
  firstHref: string;
}) {
  const first = place.search.place === undefined ? undefined : firstHref;
  const next = nextPlace === null ? undefined : accountHref(place, { place: nextPlace });
  if (searchedBackTo === null || next === undefined) {
    return <Pager label="Pages of transactions" firstHref={first} nextHref={next} />;
  }
  const day = formatDay(dayOf(searchedBackTo, place.timeZone));
  return (
    <nav
      aria-label="Pages of transactions"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3"
    >
      <Way href={first} />
      <p className="text-ink-soft">
        Searched back to <time dateTime={searchedBackTo.toISOString()}>{day}</time>
      </p>
      <ButtonLink href={next}>
        Search further
        <Icon name="forward" />
      </ButtonLink>
    </nav>
  );
}

function Way({ href }: { href: string | undefined }): ReactNode {
  if (href === undefined) return null;
  return (
    <ButtonLink href={href}>
      <Icon name="back" />
      First page
    </ButtonLink>
  );
}

export function TransactionsSkeleton() {
  return <EntriesSkeleton rows={8} when="Time" second="Balance after" hasDays />;
}
