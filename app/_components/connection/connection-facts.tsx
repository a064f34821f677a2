import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Id } from "@/app/_components/ui/id";
import { ConnectionBadge, ScopeBadge } from "@/app/_components/ui/state-badge";
import { Time } from "@/app/_components/ui/time";
import type { Connection } from "@/lib/connections";

export function ConnectionFacts({ connection, now }: { connection: Connection; now: Date }) {
  const { groupId, state, stateChangedAt, scope, connectedAt, oauthConnectionId, lastUsedAt } = connection;
  const changed = stateChangedAt.getTime() === connectedAt.getTime() ? null : stateChangedAt;
  return (
    <FactList>
      <Fact
        name="State"
        remark={
          changed ? (
            <>
              Since <Time at={changed} now={now} />
            </>
          ) : null
        }
      >
        <ConnectionBadge state={state} />
      </Fact>
      <Fact name="Group" remark="Increase does not name people or companies: this id is the group.">
        <Id>{groupId}</Id>
      </Fact>
      <Fact name="Connected">
        <Time at={connectedAt} now={now} />
      </Fact>
      <Fact name="Access asked for" remark="Increase does not say what it granted. It is this, or less.">
        <ScopeBadge scope={scope} />
      </Fact>
      <Fact
        name="Increase’s connection id"
        remark={
          oauthConnectionId === null
            ? "Looked up after each sign-in. Where Increase lists several alike, none is taken for it."
            : null
        }
      >
        {oauthConnectionId === null ? "Not known yet" : <Id>{oauthConnectionId}</Id>}
      </Fact>
      <Fact name="Token last used">
        {lastUsedAt === null ? "Not yet" : <Time at={lastUsedAt} now={now} />}
      </Fact>
      <Fact name="Sandbox token">
        {connection.hasSandboxToken ? "One is kept, encrypted" : "None is kept"}
      </Fact>
    </FactList>
  );
}
