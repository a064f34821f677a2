import { KeptBoundary } from "@/app/_components/fresh/kept-boundary";
import type { Outcome } from "@/app/_components/streaming/outcome";
import { Pager } from "@/app/_components/ui/pager";
import { Section } from "@/app/_components/ui/section";
import { ReadTime } from "@/app/_components/ui/time";
import { accountsPerPage, type AccountList, type BalanceResult } from "@/lib/banking";
import { isOfAmounts, sortRows, type AccountRow } from "./account-order";
import { isClosed, kindOf } from "./account-words";
import { AccountsFailureState, type FailurePlace } from "./accounts-failure";
import { AccountsSkeleton } from "./accounts-skeleton";
import { AccountsTable } from "./accounts-table";
import type { AmountClock } from "./balance-amount";
import type { Balances } from "./balances";
import { ClosedAccounts } from "./closed-accounts";
import { KeptNotice } from "./kept-notice";
import { listHref, type ListPlace } from "./list-place";
import { ListRemarks } from "./list-remarks";
import { NoAccounts, NoOpenAccounts } from "./no-accounts";
import { SearchBar } from "./search-bar";
import { TotalsSection, TotalsSkeleton } from "./totals-section";

type AccountsProps = {
  earlyBalances: BalanceResult[] | null;
  place: ListPlace;
  now: Date;
  failurePlace: FailurePlace;
};

/** The sums and the accounts: at once where the list was there in time, else when it comes. */
export function AccountsPart({
  early,
  outcome,
  ...props
}: AccountsProps & { early: Outcome<AccountList> | null; outcome: Promise<Outcome<AccountList>> }) {
  return (
    <KeptBoundary
      isStreamed={early === null}
      fallback={early === null ? <AccountsPending place={props.place} /> : null}
    >
      <StreamedAccounts outcome={early ?? outcome} {...props} />
    </KeptBoundary>
  );
}

function AccountsPending({ place }: { place: ListPlace }) {
  return (
    <>
      <Section id="balances" title="Balances">
        <TotalsSkeleton accounts={null} />
      </Section>
      <Section id="accounts" title="Accounts" aside="Being read from Increase">
        <SearchBar place={place} />
        <AccountsSkeleton place={place} />
      </Section>
    </>
  );
}

async function StreamedAccounts({
  outcome,
  ...props
}: AccountsProps & { outcome: Outcome<AccountList> | Promise<Outcome<AccountList>> }) {
  const found = await outcome;
  if (found.ok) return <AccountsFound list={found.value} {...props} />;
  return (
    <Section id="accounts" title="Accounts">
      <AccountsFailureState failure={found.failure} place={props.failurePlace} />
    </Section>
  );
}

function AccountsFound({ list, earlyBalances, place, now }: AccountsProps & { list: AccountList }) {
  const balances = earlyBalances ?? list.balances;
  const rows = list.accounts.map((account, index) => ({ account, index }));
  const clock = { now, timeZone: place.timeZone, keptAt: list.isKept ? list.readAt : null };
  return (
    <>
      <KeptListNotice list={list} place={place} now={now} />
      <TotalsSection
        accounts={list.accounts}
        balances={balances}
        scope={scopeOf(list, place)}
        clock={clock}
      />
      <Section id="accounts" title="Accounts" aside={<ReadWhen list={list} clock={clock} />}>
        {rows.length === 0 && place.q === undefined ? null : <SearchBar place={place} />}
        <ListRemarks list={list} place={place} />
        {rows.length === 0 ? (
          <NoAccounts list={list} place={place} />
        ) : (
          <OrderedRows rows={rows} balances={balances} place={place} clock={clock} />
        )}
        <Pager
          label="Pages of accounts"
          firstHref={place.cursor === undefined ? undefined : listHref(place, { cursor: undefined })}
          nextHref={list.nextCursor === null ? undefined : listHref(place, { cursor: list.nextCursor })}
        />
      </Section>
    </>
  );
}

function KeptListNotice({ list, place, now }: { list: AccountList; place: ListPlace; now: Date }) {
  if (!list.isKept) return null;
  return (
    <section aria-label="How old this is">
      <KeptNotice because={list.keptBecause} retryHref={listHref(place)}>
        These are the accounts and balances as they were read{" "}
        <ReadTime at={list.readAt} now={now} timeZone={place.timeZone} />
        {list.isWhole ? "." : `: the first ${accountsPerPage} of them; there may be more.`}
      </KeptNotice>
    </section>
  );
}

function ReadWhen({ list: { isKept, readAt }, clock }: { list: AccountList; clock: AmountClock }) {
  return (
    <>
      {isKept ? "Read" : "Read from Increase"}{" "}
      <ReadTime at={readAt} now={clock.now} timeZone={clock.timeZone} />
    </>
  );
}

/** Which accounts the sums are of: they are never more than what the page shows. */
function scopeOf({ accounts, nextCursor, isKept, isWhole }: AccountList, { q, cursor }: ListPlace): string {
  const count = accounts.filter((account) => !isClosed(account) && kindOf(account) === "deposits").length;
  const noun = count === 1 ? "open deposit account" : "open deposit accounts";
  if (q !== undefined) return `the ${count} ${noun} found`;
  if (nextCursor !== null || cursor !== undefined) return `the ${count} ${noun} on this page`;
  return (isKept && !isWhole) || count < 2 ? `${count} ${noun}` : `all ${count} ${noun}`;
}

type RowsProps = { rows: AccountRow[]; balances: Balances; place: ListPlace; clock: AmountClock };

/** An order of amounts waits for them; any other is there with the list. */
function OrderedRows({ balances, ...props }: RowsProps) {
  const { rows, place } = props;
  const isStreamed = place.order !== null && isOfAmounts(place.order.by) && !Array.isArray(balances);
  return (
    <KeptBoundary
      isStreamed={isStreamed}
      fallback={isStreamed ? <AccountsSkeleton place={place} rows={rows.length} /> : null}
    >
      {isStreamed ? (
        <AwaitedRows balances={balances} {...props} />
      ) : (
        <SortedRows balances={balances} {...props} />
      )}
    </KeptBoundary>
  );
}

async function AwaitedRows({ balances, ...props }: RowsProps) {
  return <SortedRows balances={await balances} {...props} />;
}

function SortedRows({ balances, ...props }: RowsProps) {
  const { order } = props.place;
  const known = Array.isArray(balances) ? balances : [];
  const rows = order === null ? props.rows : sortRows(props.rows, order, known);
  return <Rows balances={balances} {...props} rows={rows} />;
}

function Rows({ rows, ...props }: RowsProps) {
  const open = rows.filter(({ account }) => !isClosed(account));
  const closed = rows.filter(({ account }) => isClosed(account));
  return (
    <>
      {open.length === 0 ? (
        <NoOpenAccounts place={props.place} />
      ) : (
        <AccountsTable
          rows={open}
          caption="Accounts with their type, bank and status, and their current and available balances"
          isSortable
          {...props}
        />
      )}
      <ClosedAccounts rows={closed} isOpen={props.place.q !== undefined || open.length === 0} {...props} />
    </>
  );
}
