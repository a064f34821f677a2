import type { ReactNode } from "react";
import { FreshPoll } from "@/app/_components/fresh/fresh-poll";
import { ConnectionNotice } from "@/app/_components/group/connection-notice";
import { KeptNotice } from "@/app/_components/group/kept-notice";
import { onSide } from "@/app/_components/shell/group-path";
import { StreamedPart } from "@/app/_components/streaming/streamed-part";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { NoScriptNotice } from "@/app/_components/ui/no-script-notice";
import { Section } from "@/app/_components/ui/section";
import { TextLink } from "@/app/_components/ui/text-link";
import { ReadTime } from "@/app/_components/ui/time";
import { describeTimeZone } from "@/lib/time-zone";
import { AccountFailure } from "./account-failure";
import { AccountHeader } from "./account-header";
import { AccountNumbers, AccountNumbersSkeleton } from "./account-numbers-section";
import { accountHref, chartHrefs, fileHref, type AccountPlace } from "./account-place";
import { BalanceChartSection } from "./balance-chart/balance-chart-section";
import { Balances, BalancesSkeleton } from "./balances-section";
import { Cards, CardsSkeleton } from "./cards-section";
import { FileNotice } from "./file-notice";
import { MonthLinks } from "./month-links";
import { Pending, PendingSkeleton } from "./pending-section";
import type { AccountFound, AccountPageData } from "./read-account-page";
import { FiltersSkeleton, TransactionFilters } from "./transaction-filters";
import { Transactions, TransactionsSkeleton } from "./transactions-section";

/** What decides the whole page is said above all of it, also where the account can't be read. */
const isOfSide = (name: string): boolean => name === "environment";

/** An account as its customer sees it. `mint`: how whoever looks comes to a sandbox token. */
export function AccountView({ page, mint }: { page: AccountPageData; mint: ReactNode }) {
  const { place, now, connection, version, found } = page;
  const { ignored } = place.search;
  return (
    <div className="grid gap-12">
      <AccountHeader account={found.ok ? found.account : null} place={place} />
      <ConnectionNotice
        connection={connection}
        environment={place.search.environment}
        returnTo={place.isOwn ? accountHref(place) : null}
      />
      <IgnoredNotice ignored={ignored.filter(isOfSide)} effect="This is the live side." />
      {found.ok ? (
        <AccountParts {...found} place={place} now={now} />
      ) : (
        <AccountFailure failure={found.failure} place={place} mint={mint} />
      )}
      <FreshPoll url={onSide(`${place.home}/changes`, place.search.environment)} version={version} />
    </div>
  );
}

const transactionsId = "transactions";

type PartsProps = AccountFound & { place: AccountPlace; now: Date };

function AccountParts(props: PartsProps) {
  const { account, parts, chart, place, now } = props;
  return (
    <>
      <KeptAccountNotice {...props} />
      {place.search.isComplete ? null : <NoScriptNotice href={accountHref(place, { complete: "1" })} />}
      <section aria-label="Balances">
        <StreamedPart
          part={parts.balance}
          fallback={<BalancesSkeleton account={account} />}
          render={(outcome) => <Balances outcome={outcome} account={account} place={place} now={now} />}
        />
      </section>
      <BalanceChartSection
        outcome={chart}
        currency={account.currency}
        createdAt={account.createdAt}
        days={place.search.days}
        timeZone={place.timeZone}
        hrefs={chartHrefs(place)}
        requestId={place.requestId}
        now={now}
      />
      <Section id="pending" title="Pending">
        <StreamedPart
          part={parts.pending}
          fallback={<PendingSkeleton />}
          render={(outcome) => <Pending outcome={outcome} place={place} now={now} />}
        />
      </Section>
      <TransactionsSection {...props} />
      <Section id="account-numbers" title="Account numbers">
        <StreamedPart
          part={parts.numbers}
          fallback={<AccountNumbersSkeleton place={place} />}
          render={(outcome) => <AccountNumbers outcome={outcome} place={place} />}
        />
      </Section>
      <Section id="cards" title="Cards">
        <StreamedPart
          part={parts.cards}
          fallback={<CardsSkeleton />}
          render={(outcome) => <Cards outcome={outcome} place={place} />}
        />
      </Section>
    </>
  );
}

function KeptAccountNotice({ keptAt, keptBecause, place, now }: PartsProps) {
  if (keptAt === null) return null;
  return (
    <KeptNotice because={keptBecause} retryHref={accountHref(place)}>
      The account is shown as it was read <ReadTime at={keptAt} now={now} timeZone={place.timeZone} />; what
      could not be read is named below.
    </KeptNotice>
  );
}

function TransactionsSection({ parts, place, now }: PartsProps) {
  return (
    <Section
      id={transactionsId}
      title="Transactions"
      aside={<TextLink href={fileHref(place)}>Download as CSV</TextLink>}
    >
      <p className="-mt-3 text-small text-ink-faint">
        Newest first. Days and times are {describeTimeZone(place.timeZone, now)}.
      </p>
      <IgnoredNotice ignored={place.search.ignored.filter((name) => !isOfSide(name))} />
      <FileNotice place={place} />
      <MonthLinks place={place} now={now} sectionId={transactionsId} />
      <StreamedPart
        part={parts.routes}
        fallback={<FiltersSkeleton />}
        render={(routes) => <TransactionFilters routes={routes} place={place} />}
      />
      <StreamedPart
        part={parts.transactions}
        fallback={<TransactionsSkeleton />}
        render={(outcome) => <Transactions outcome={outcome} place={place} now={now} />}
      />
    </Section>
  );
}
