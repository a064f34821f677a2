import type { Metadata } from "next";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { connectionPath } from "@/app/_components/shell/group-path";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Section } from "@/app/_components/ui/section";
import { countOtherSessions } from "@/lib/auth/end-other-sessions";
import { getConnection } from "@/lib/connections";
import { loadPage } from "@/lib/page";
import { ConnectionNotice } from "../_components/connection-notice";
import { ConnectionFacts } from "./_components/connection-facts";
import { DisconnectSection } from "./_components/disconnect-section";
import { SessionsSection } from "./_components/sessions-section";

export const metadata: Metadata = { title: "Connection" };

export default async function ConnectionPage({ params }: { params: Promise<{ group_id: string }> }) {
  const { group_id: groupId } = await params;
  const path = connectionPath(groupId);
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
    <CustomerShell groupId={groupId} current="connection">
      <div className="grid gap-12">
        <PageHeader title="Connection">
          <p>How this platform reaches your accounts at Increase, and how to end it.</p>
        </PageHeader>
        <ConnectionNotice connection={connection} returnTo={path} />
        <Section id="facts" title="This connection">
          <ConnectionFacts connection={connection} now={now} />
        </Section>
        <SessionsSection groupId={groupId} otherCount={otherCount} />
        {connection.isCurrent ? <DisconnectSection groupId={groupId} /> : null}
      </div>
    </CustomerShell>
  );
}
