import { Suspense } from "react";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { Pager } from "@/app/_components/ui/pager";
import { Section } from "@/app/_components/ui/section";
import { Time } from "@/app/_components/ui/time";
import type { AccountList } from "@/lib/banking";
import { AccountsFailureState } from "./accounts-failure";
import type { AccountsOutcome } from "./accounts-outcome";
import { AccountsSkeleton } from "./accounts-skeleton";
import { AccountsTable } from "./accounts-table";
import { balancesOf } from "./balances";
import { NoScriptNotice } from "./no-script-notice";
import { listHref, type ListPlace } from "./list-place";

type AccountsProps = { place: ListPlace; now: Date };

/** The accounts: at once where the list was there in time, else when it comes. */
export function AccountsSection({
  early,
  outcome,
  ...props
}: AccountsProps & { early: AccountsOutcome | null; outcome: Promise<AccountsOutcome> }) {
  if (early !== null) return <Accounts outcome={early} {...props} />;
  return (
    <Suspense fallback={<AccountsPending place={props.place} />}>
      <StreamedAccounts outcome={outcome} {...props} />
    </Suspense>
  );
}

function AccountsPending({ place }: { place: ListPlace }) {
  return (
    <Section id="accounts" title="Accounts" aside="Being read from Increase">
      <NoScriptNotice place={place} />
      <AccountsSkeleton />
    </Section>
  );
}

async function StreamedAccounts({
  outcome,
  ...props
}: AccountsProps & { outcome: Promise<AccountsOutcome> }) {
  return <Accounts outcome={await outcome} {...props} />;
}

function Accounts({ outcome, place, now }: AccountsProps & { outcome: AccountsOutcome }) {
  if (outcome.ok) return <AccountsFound list={outcome.list} place={place} now={now} />;
  const { home, requestId, isConnectionActive, isOwn } = place;
  return (
    <Section id="accounts" title="Accounts">
      <AccountsFailureState
        failure={outcome.failure}
        place={{ home, requestId, isOwn, pageHref: listHref(place), isExplainedAbove: !isConnectionActive }}
      />
    </Section>
  );
}

async function AccountsFound({ list, place, now }: AccountsProps & { list: AccountList }) {
  const { accounts, nextCursor, readAt } = list;
  const isFirst = place.cursor === undefined;
  const { balances } = await balancesOf(list, place.isComplete);
  const readWhen = (
    <>
      Read from Increase <Time at={readAt} now={now} />
    </>
  );
  return (
    <Section id="accounts" title="Accounts" aside={readWhen}>
      {accounts.length > 0 && !Array.isArray(balances) ? <NoScriptNotice place={place} /> : null}
      {accounts.length === 0 ? (
        <NoAccounts isFirst={isFirst} />
      ) : (
        <AccountsTable accounts={accounts} balances={balances} isWholeList={isFirst && nextCursor === null} />
      )}
      <Pager
        label="Pages of accounts"
        firstHref={isFirst ? undefined : place.home}
        nextHref={nextCursor === null ? undefined : listHref({ ...place, cursor: nextCursor })}
      />
    </Section>
  );
}

function NoAccounts({ isFirst }: { isFirst: boolean }) {
  if (!isFirst) {
    return (
      <EmptyState title="No more accounts">
        <p>The list ended on the page before this one.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No accounts yet">
      <p>This group has no accounts at Increase. Once one is opened there, it appears here by itself.</p>
    </EmptyState>
  );
}
