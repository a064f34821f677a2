import type { Metadata } from "next";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { PageHeader } from "@/app/_components/ui/page-header";
import { readAttention, readConnectionHistory, readEventActivity } from "@/lib/overview";
import { loadStaffPage } from "@/lib/page";
import { readUpstream } from "@/lib/upstream";
import { AttentionSection } from "./_components/attention-section";
import { ConnectionsSection } from "./_components/connections-section";
import { EventsSection } from "./_components/events-section";
import { ReconciliationSection } from "./_components/reconciliation-section";
import { UpstreamSection } from "./_components/upstream-section";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const [attention, days, eventHours, upstreamHours, now] = await loadStaffPage(
    (context) =>
      Promise.all([
        readAttention(context),
        readConnectionHistory(context),
        readEventActivity(context),
        readUpstream(context),
        context.now(),
      ]),
    "/admin",
  );
  return (
    <StaffShell current="overview">
      <div className="grid gap-12">
        <PageHeader title="Overview">
          <p>How the connections, the events and the calls to Increase are doing.</p>
        </PageHeader>
        <AttentionSection attention={attention} now={now} />
        <div className="grid gap-12 xl:grid-cols-2">
          <ConnectionsSection days={days} />
          <EventsSection hours={eventHours} />
        </div>
        <UpstreamSection hours={upstreamHours} />
        <ReconciliationSection attention={attention} now={now} />
      </div>
    </StaffShell>
  );
}
