import { ButtonLink } from "@/app/_components/ui/button-link";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { ErrorState } from "@/app/_components/ui/error-state";
import { Fact, FactList, FactStrip, StripFact } from "@/app/_components/ui/fact-list";
import { Notice } from "@/app/_components/ui/notice";
import { Section } from "@/app/_components/ui/section";
import { AccountStatusBadge, ConnectionBadge, ScopeBadge } from "@/app/_components/ui/state-badge";

const connectionStates = ["active", "needs_reconnect", "disconnected", "deactivated"] as const;
const accountStatuses = ["open", "closed", "under_review"] as const;
const scopes = ["read_only", "read_write"] as const;

export function StateSamples() {
  return (
    <Section id="states" title="States, notices, facts">
      <div className="flex flex-wrap gap-x-8 gap-y-2">
        {connectionStates.map((state) => (
          <ConnectionBadge key={state} state={state} />
        ))}
        {accountStatuses.map((status) => (
          <AccountStatusBadge key={status} status={status} />
        ))}
        {scopes.map((scope) => (
          <ScopeBadge key={scope} scope={scope} />
        ))}
      </div>
      <Notice title="Plain" action={<ButtonLink href="#states">Next step</ButtonLink>}>
        <p>Something to know, and the step it asks for.</p>
      </Notice>
      <Notice title="Good" icon="check" tone="good">
        <p>Something is done.</p>
      </Notice>
      <Notice title="Alert" icon="attention" tone="alert">
        <p>Something needs a person.</p>
      </Notice>
      <FactStrip>
        <StripFact name="Connection">
          <ConnectionBadge state="active" />
        </StripFact>
        <StripFact name="Access asked for">
          <ScopeBadge scope="read_only" />
        </StripFact>
      </FactStrip>
      <FactList>
        <Fact name="Name" remark="A remark under the value.">
          Value
        </Fact>
        <Fact name="Another name">Another value</Fact>
      </FactList>
      <ErrorState
        title="Increase can’t be reached right now"
        retryHref="#states"
        requestId="019a0000-0000-7000-8000-000000000000"
      >
        <p>Nothing was changed; please try again in a moment.</p>
      </ErrorState>
      <EmptyState title="No accounts yet">
        <p>Once one is opened at Increase, it appears here by itself.</p>
      </EmptyState>
    </Section>
  );
}
