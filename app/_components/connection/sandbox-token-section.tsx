import type { ReactNode } from "react";
import { SandboxOffer } from "@/app/_components/group/sandbox-offer";
import { onSide } from "@/app/_components/shell/group-path";
import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Section } from "@/app/_components/ui/section";
import { TextLink } from "@/app/_components/ui/text-link";
import type { Connection } from "@/lib/connections";

/** What the sandbox is read with, or the way to it: `mint`. */
export function SandboxTokenSection({
  connection: { hasSandboxToken, isCurrent },
  home,
  mint,
}: {
  connection: Connection;
  home: string;
  mint: ReactNode;
}) {
  if (!hasSandboxToken && isCurrent) {
    return (
      <Section id="sandbox-token" title="Sandbox token">
        <SandboxOffer code="no_sandbox_token">{mint}</SandboxOffer>
      </Section>
    );
  }
  return (
    <Section id="sandbox-token" title="Sandbox token">
      <FactList>
        <Fact
          name="Kept here"
          remark={
            hasSandboxToken ? "It reads the sandbox alone, and goes when the group is disconnected." : null
          }
        >
          {hasSandboxToken ? "Yes, encrypted" : "No, and none can be minted without a connection"}
        </Fact>
        {hasSandboxToken ? (
          <Fact name="What it reads">
            <TextLink href={onSide(home, "sandbox")}>The sandbox’s accounts</TextLink>
          </Fact>
        ) : null}
      </FactList>
    </Section>
  );
}
