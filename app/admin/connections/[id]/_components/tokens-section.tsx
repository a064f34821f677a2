import type { ReactNode } from "react";
import { v4 as uuidv4 } from "uuid";
import { ActionForm } from "@/app/_components/ui/action-form";
import { ConfirmDisclosure } from "@/app/_components/ui/confirm-disclosure";
import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { Time } from "@/app/_components/ui/time";
import type { HeldConnection, TokenFacts } from "@/lib/connections";
import { destroySandboxTokenAction, mintSandboxTokenAction, testConnectionAction } from "../actions";

/** What may be known of the tokens, and what can be done with them. The tokens themselves are shown nowhere. */
export function TokensSection({ held, mayAct, now }: { held: HeldConnection; mayAct: boolean; now: Date }) {
  const sandbox = held.tokens.find(({ environment }) => environment === "sandbox");
  const live = held.tokens.find(({ environment }) => environment === "live");
  return (
    <Section id="tokens" title="Tokens">
      <FactList>
        <Fact name="Live">{live ? <TokenFact token={live} now={now} /> : <NoToken />}</Fact>
        <Fact name="Sandbox">{sandbox ? <TokenFact token={sandbox} now={now} /> : <NoToken />}</Fact>
      </FactList>
      {mayAct && held.isCurrent ? (
        <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
          <TestForm connectionId={held.id} />
          <MintForm connectionId={held.id} replacing={sandbox?.generation ?? null} />
          {sandbox ? <DestroyForm connectionId={held.id} seen={sandbox.generation} /> : null}
        </div>
      ) : null}
    </Section>
  );
}

function NoToken() {
  return <span className="text-ink-faint">None is kept</span>;
}

function TokenFact({ token, now }: { token: TokenFacts; now: Date }) {
  const { keyId, mintedAt, lastUsedAt, lastOkAt, generation } = token;
  return (
    <dl className="grid gap-x-8 sm:grid-cols-2 lg:grid-cols-5">
      <Small name="Sealed with key">
        {keyId === null ? "Not readable" : <code className="font-mono text-small">{keyId}</code>}
      </Small>
      <Small name="Minted">
        <Time at={mintedAt} now={now} />
      </Small>
      <Small name="Last used">{lastUsedAt ? <Time at={lastUsedAt} now={now} /> : "Not yet"}</Small>
      <Small name="Last ok">{lastOkAt ? <Time at={lastOkAt} now={now} /> : "Not yet"}</Small>
      <Small name="Generation">{generation}</Small>
    </dl>
  );
}

function Small({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-small text-ink-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** `act_id` lets the form act once, however often it is sent. */
function ActFields({ connectionId }: { connectionId: string }) {
  return (
    <>
      <input type="hidden" name="connection_id" value={connectionId} />
      <input type="hidden" name="act_id" value={uuidv4()} />
    </>
  );
}

function TestForm({ connectionId }: { connectionId: string }) {
  return (
    <ActionForm action={testConnectionAction}>
      <ActFields connectionId={connectionId} />
      <SubmitButton variant="secondary" pendingLabel="Asking Increase…">
        Test now
      </SubmitButton>
    </ActionForm>
  );
}

function MintForm({ connectionId, replacing }: { connectionId: string; replacing: number | null }) {
  return (
    <ActionForm action={mintSandboxTokenAction}>
      <ActFields connectionId={connectionId} />
      <input type="hidden" name="replacing" value={replacing ?? ""} />
      <SubmitButton variant="secondary" pendingLabel="Minting…">
        {replacing === null ? "Mint a sandbox token" : "Replace the sandbox token"}
      </SubmitButton>
    </ActionForm>
  );
}

function DestroyForm({ connectionId, seen }: { connectionId: string; seen: number }) {
  return (
    <ActionForm action={destroySandboxTokenAction}>
      <input type="hidden" name="connection_id" value={connectionId} />
      <input type="hidden" name="seen" value={seen} />
      <ConfirmDisclosure label="Destroy the sandbox token…" cancelLabel="Keep the sandbox token">
        <p>The copy kept here is destroyed for good. A new one can be minted from the live token.</p>
        <SubmitButton variant="danger" pendingLabel="Destroying…" className="justify-self-start">
          Destroy it
        </SubmitButton>
      </ConfirmDisclosure>
    </ActionForm>
  );
}
