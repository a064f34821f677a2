import type { Metadata } from "next";
import { ConnectionFacts } from "@/app/_components/connection/connection-facts";
import { SandboxTokenSection } from "@/app/_components/connection/sandbox-token-section";
import { ConnectionNotice } from "@/app/_components/group/connection-notice";
import { readSide } from "@/app/_components/group/list-place";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { environmentOf, titleOn } from "@/app/_components/shell/environment";
import { connectionPath, groupPath, onSide } from "@/app/_components/shell/group-path";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Section } from "@/app/_components/ui/section";
import { countOtherSessions } from "@/lib/auth/end-other-sessions";
import { getConnection } from "@/lib/connections";
import { loadPage } from "@/lib/page";
import type { Search } from "@/lib/search-params";
import { MintForm } from "../_components/mint-form";
import { DisconnectSection } from "./_components/disconnect-section";
import { SessionsSection } from "./_components/sessions-section";

type Props = { params: Promise<{ group_id: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: titleOn(environmentOf(await searchParams), "Connection") };
}

export default async function ConnectionPage({ params, searchParams }: Props) {
  const { group_id: groupId } = await params;
  const { environment, ignored } = readSide(await searchParams);
  const home = groupPath(groupId);
  const path = onSide(connectionPath(home), environment);
  const [connection, otherCount, now] = await loadPage(
    (context) =>
      Promise.all([
        getConnection(context, { groupId }),
        countOtherSessions(context, { groupId }),
        context.now(),
      ]),
    path,
  );
  return (
    <CustomerShell groupId={groupId} environment={environment} current="connection">
      <div className="grid gap-12">
        <PageHeader title="Connection">
          <p>How this platform reaches your accounts at Increase, and how to end it.</p>
        </PageHeader>
        <ConnectionNotice connection={connection} environment={environment} returnTo={path} />
        <IgnoredNotice ignored={ignored} effect={`This is the ${environment} side.`} />
        {environment === "sandbox" ? (
          <SandboxTokenSection
            connection={connection}
            home={home}
            mint={<MintForm connection={connection} />}
          />
        ) : null}
        <Section id="facts" title="This connection">
          <ConnectionFacts connection={connection} now={now} />
        </Section>
        <SessionsSection groupId={groupId} otherCount={otherCount} />
        {connection.isCurrent ? <DisconnectSection groupId={groupId} /> : null}
      </div>
    </CustomerShell>
  );
}
