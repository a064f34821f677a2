import type { Metadata } from "next";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { groupPath } from "@/app/_components/shell/group-path";
import { FactStrip, StripFact } from "@/app/_components/ui/fact-list";
import { Id } from "@/app/_components/ui/id";
import { PageHeader } from "@/app/_components/ui/page-header";
import { ConnectionBadge, ScopeBadge } from "@/app/_components/ui/state-badge";
import type { Context } from "@/lib/context";
import { getConnection } from "@/lib/connections";
import { loadPage } from "@/lib/page";
import { readAccountsOutcome, settledWithin } from "./_components/accounts-outcome";
import { AccountsSection } from "./_components/accounts-section";
import { ConnectionNotice } from "./_components/connection-notice";
import { listHref, parseListSearch, type ListRequest } from "./_components/list-place";

export const metadata: Metadata = { title: "Accounts" };

/** How long the first byte waits for the list, so that it is there without JavaScript when Increase is well. */
const listWaitMs = 1_000;

type Props = {
  params: Promise<{ group_id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

async function readPage(context: Context, asked: ListRequest) {
  const { groupId, cursor, isComplete } = asked;
  const outcome = readAccountsOutcome(context, { groupId, cursor });
  const early = await (isComplete ? outcome : settledWithin(outcome, listWaitMs));
  // Read after the list: what Increase answered may have changed the connection's state.
  const connection = await getConnection(context, { groupId });
  const isConnectionActive = connection.state === "active";
  const place = { ...asked, requestId: context.requestId, isConnectionActive };
  return { place, now: context.now(), connection, outcome, early };
}

export default async function GroupPage({ params, searchParams }: Props) {
  const { group_id: groupId } = await params;
  const search = parseListSearch(await searchParams);
  const { place, now, connection, outcome, early } = await loadPage(
    (context) => readPage(context, { groupId, ...search }),
    listHref({ groupId, ...search }),
  );
  return (
    <CustomerShell groupId={groupId} current="accounts">
      <div className="grid gap-10">
        <PageHeader title="Your group at Increase" />
        <ConnectionNotice connection={connection} returnTo={groupPath(groupId)} />
        <FactStrip>
          <StripFact name="Group">
            <Id>{groupId}</Id>
            <p className="max-w-[44ch] text-small text-ink-faint">
              Increase does not name people or companies: this id is the group.
            </p>
          </StripFact>
          <StripFact name="Connection">
            <ConnectionBadge state={connection.state} />
          </StripFact>
          <StripFact name="Access asked for">
            <ScopeBadge scope={connection.scope} />
          </StripFact>
        </FactStrip>
        <AccountsSection early={early} outcome={outcome} place={place} now={now} />
      </div>
    </CustomerShell>
  );
}
