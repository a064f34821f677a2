import type { ReactNode } from "react";
import { FreshPoll } from "@/app/_components/fresh/fresh-poll";
import { onSide } from "@/app/_components/shell/group-path";
import { FactStrip, StripFact } from "@/app/_components/ui/fact-list";
import { Id } from "@/app/_components/ui/id";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { NoScriptNotice } from "@/app/_components/ui/no-script-notice";
import { ConnectionBadge, ScopeBadge } from "@/app/_components/ui/state-badge";
import { AccountsPart } from "./accounts-section";
import { ConnectionNotice } from "./connection-notice";
import { listHref } from "./list-place";
import type { GroupPageData } from "./read-group-page";
import { RecentSection } from "./recent-section";

/** A group with its accounts, as its customer sees it. `mint`: how whoever looks comes to a sandbox token. */
export function GroupOverview({ page, mint }: { page: GroupPageData; mint: ReactNode }) {
  const { place, now, connection, version, outcome, early, earlyBalances, recent, earlyRecent } = page;
  const { home, environment, isOwn, requestId } = place;
  const firstHref = onSide(home, environment);
  const failurePlace = {
    firstHref,
    pageHref: listHref(place),
    requestId,
    isExplainedAbove: !place.isConnectionActive,
    isOwn,
    mint,
  };
  return (
    <>
      <ConnectionNotice
        connection={connection}
        environment={environment}
        returnTo={isOwn ? firstHref : null}
      />
      <IgnoredNotice
        ignored={place.ignored}
        {...(place.ignored.includes("environment") ? { effect: "This is the live side." } : {})}
      />
      {place.isComplete ? null : <NoScriptNotice href={listHref(place, { complete: "1" })} />}
      <GroupFacts groupId={place.groupId} connection={connection} />
      <AccountsPart
        early={early}
        outcome={outcome}
        earlyBalances={earlyBalances}
        place={place}
        now={now}
        failurePlace={failurePlace}
      />
      <RecentSection
        early={earlyRecent}
        outcome={recent}
        accounts={early ?? outcome}
        place={place}
        now={now}
      />
      <FreshPoll url={onSide(`${home}/changes`, environment)} version={version} />
    </>
  );
}

function GroupFacts({ groupId, connection }: { groupId: string } & Pick<GroupPageData, "connection">) {
  return (
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
  );
}
