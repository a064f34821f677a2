import type { Metadata } from "next";
import { ConnectionNotice } from "@/app/(customer)/groups/[group_id]/_components/connection-notice";
import { ConnectionFacts } from "@/app/(customer)/groups/[group_id]/connection/_components/connection-facts";
import { Section } from "@/app/_components/ui/section";
import { findGroupView, getConnection } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { loadStaffPage } from "@/lib/page";
import { GroupViewFrame, groupViewPath } from "../_components/group-view-frame";

export const metadata: Metadata = { title: "What the customer sees" };

async function readPage(context: Context, groupId: string) {
  const view = await findGroupView(context, { groupId });
  const connection = view === null ? null : await getConnection(context, { groupId });
  return { view, connection, now: context.now() };
}

export default async function ConnectionAsSeenPage({ params }: { params: Promise<{ group_id: string }> }) {
  const { group_id: groupId } = await params;
  const { view, connection, now } = await loadStaffPage(
    (context) => readPage(context, groupId),
    `${groupViewPath(groupId)}/connection`,
  );
  return (
    <GroupViewFrame groupId={groupId} view={view} current="connection" now={now}>
      {connection === null ? null : (
        <>
          <ConnectionNotice connection={connection} returnTo={null} />
          <Section id="facts" title="This connection">
            <ConnectionFacts connection={connection} now={now} />
          </Section>
        </>
      )}
    </GroupViewFrame>
  );
}
