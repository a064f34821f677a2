import { FactStrip, StripFact } from "@/app/_components/ui/fact-list";
import { Id } from "@/app/_components/ui/id";
import { ConnectionBadge, ScopeBadge } from "@/app/_components/ui/state-badge";
import { AccountsSection } from "./accounts-section";
import { ConnectionNotice } from "./connection-notice";
import type { GroupPageData } from "./read-group-page";

/** A group with its accounts, as its customer sees it. */
export function GroupOverview({ place, now, connection, outcome, early }: GroupPageData) {
  return (
    <>
      <ConnectionNotice connection={connection} returnTo={place.isOwn ? place.home : null} />
      <FactStrip>
        <StripFact name="Group">
          <Id>{place.groupId}</Id>
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
    </>
  );
}
