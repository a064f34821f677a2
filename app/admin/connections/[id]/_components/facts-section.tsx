import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Icon } from "@/app/_components/ui/icon";
import { Id } from "@/app/_components/ui/id";
import { Section } from "@/app/_components/ui/section";
import { ConnectionBadge, ScopeBadge } from "@/app/_components/ui/state-badge";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { Answer, HeldConnection } from "@/lib/connections";
import { toHref } from "@/lib/search-params";
import { connectionsPath } from "../../_components/connection-search";
import { describeReason } from "../../_components/state-reason";

type GroupAnswer = Answer<{ id: string; createdAt: Date | null }> | null;

/** What we hold of the connection, and whose its token is. */
export function FactsSection({ held, group, now }: { held: HeldConnection; group: GroupAnswer; now: Date }) {
  const { id, groupId, state, stateReason, scope, connectedAt, missingSince } = held;
  return (
    <Section id="facts" title="This connection">
      <FactList>
        <Fact
          name="State"
          remark={
            <>
              {describeReason(stateReason)}. Since <Time at={sinceOf(held)} now={now} />
            </>
          }
        >
          <ConnectionBadge state={state} />
        </Fact>
        {missingSince === null ? null : (
          <Fact name="Missing at Increase">
            Since <Time at={missingSince} now={now} />, by Increase’s own list
          </Fact>
        )}
        <Fact
          name="Group"
          remark={
            <TextLink href={toHref(connectionsPath, { q: groupId })}>All connections of this group</TextLink>
          }
        >
          <Id>{groupId}</Id>
        </Fact>
        <Fact
          name="Group by its token"
          remark={
            group?.ok && group.value.createdAt ? <GroupSince at={group.value.createdAt} now={now} /> : null
          }
        >
          <GroupByToken group={group} groupId={groupId} />
        </Fact>
        <Fact name="First connected">
          <Time at={connectedAt} now={now} />
        </Fact>
        <Fact name="Access asked for" remark="Increase does not say what it granted. It is this, or less.">
          <ScopeBadge scope={scope} />
        </Fact>
        <Fact name="Our id">
          <Id>{id}</Id>
        </Fact>
      </FactList>
    </Section>
  );
}

function GroupSince({ at, now }: { at: Date; now: Date }) {
  return (
    <>
      A group at Increase since <Time at={at} now={now} />
    </>
  );
}

function GroupByToken({ group, groupId }: { group: GroupAnswer; groupId: string }) {
  if (group === null) return <span className="text-ink-faint">No token is kept</span>;
  if (!group.ok) {
    return (
      <span className="inline-flex gap-1.5">
        <Icon name="attention" className="mt-1 text-alert" />
        {group.message}
      </span>
    );
  }
  return (
    <>
      <span className="inline-block max-w-full">
        <Id>{group.value.id}</Id>
      </span>{" "}
      {group.value.id === groupId ? (
        <span className="inline-flex items-center gap-1.5 text-accent">
          <Icon name="check" />
          the same
        </span>
      ) : (
        <span className="inline-flex items-center gap-1.5 text-alert">
          <Icon name="attention" />
          another group
        </span>
      )}
    </>
  );
}

/** A customer who signs in again is in the same state as before, by a newer sign-in. */
function sinceOf({ stateReason, stateChangedAt, tokens }: HeldConnection): Date {
  const live = tokens.find(({ environment }) => environment === "live");
  return stateReason === "signed_in" && live !== undefined ? live.mintedAt : stateChangedAt;
}
