import type { Metadata } from "next";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { groupPath } from "@/app/_components/shell/group-path";
import { FactStrip, StripFact } from "@/app/_components/ui/fact-list";
import { Id } from "@/app/_components/ui/id";
import { PageHeader } from "@/app/_components/ui/page-header";
import { ConnectionBadge, ScopeBadge } from "@/app/_components/ui/state-badge";
import { getConnection } from "@/lib/connections";
import { loadPage } from "@/lib/page";
import { readAccountsOutcome, settledWithin } from "./_components/accounts-outcome";
import { AccountsSection } from "./_components/accounts-section";
import { ConnectionNotice } from "./_components/connection-notice";
import { listHref, parseListSearch } from "./_components/list-place";

export const metadata: Metadata = { title: "Accounts" };

/** How long the first byte waits for the list, so that it is there without JavaScript when Increase is well. */
const listWaitMs = 1_000;

type Props = {
  params: Promise<{ group_id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function GroupPage({ params, searchParams }: Props) {
  const { group_id: groupId } = await params;
  const search = parseListSearch(await searchParams);
  const { context, connection, outcome, early } = await loadPage(
    async (context) => {
      const outcome = readAccountsOutcome(context, { groupId, cursor: search.cursor });
      const early = await (search.isComplete ? outcome : settledWithin(outcome, listWaitMs));
      // Read after the list: what Increase answered may have changed the connection's state.
      return { context, outcome, early, connection: await getConnection(context, { groupId }) };
    },
    listHref({ groupId, ...search }),
  );
  const place = { groupId, ...search, requestId: context.requestId };
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
        <AccountsSection early={early} outcome={outcome} place={place} now={context.now()} />
      </div>
    </CustomerShell>
  );
}
