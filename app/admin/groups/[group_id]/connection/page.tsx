import type { Metadata } from "next";
import { ConnectionFacts } from "@/app/_components/connection/connection-facts";
import { SandboxTokenSection } from "@/app/_components/connection/sandbox-token-section";
import { ConnectionNotice } from "@/app/_components/group/connection-notice";
import { readSide } from "@/app/_components/group/list-place";
import { environmentOf, titleOn } from "@/app/_components/shell/environment";
import { connectionPath, groupViewPath, onSide } from "@/app/_components/shell/group-path";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { Section } from "@/app/_components/ui/section";
import { findGroupView, getConnection } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { loadStaffPage } from "@/lib/page";
import type { Search } from "@/lib/search-params";
import { GroupViewFrame } from "../_components/group-view-frame";
import { MintWords } from "../_components/mint-words";

type Props = { params: Promise<{ group_id: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: titleOn(environmentOf(await searchParams), "What the customer sees") };
}

async function readPage(context: Context, groupId: string) {
  const view = await findGroupView(context, { groupId });
  const connection = view === null ? null : await getConnection(context, { groupId });
  return { view, connection, now: context.now() };
}

export default async function ConnectionAsSeenPage({ params, searchParams }: Props) {
  const { group_id: groupId } = await params;
  const { environment, ignored } = readSide(await searchParams);
  const home = groupViewPath(groupId);
  const { view, connection, now } = await loadStaffPage(
    (context) => readPage(context, groupId),
    onSide(connectionPath(home), environment),
  );
  return (
    <GroupViewFrame groupId={groupId} environment={environment} view={view} current="connection" now={now}>
      {connection === null ? null : (
        <>
          <ConnectionNotice connection={connection} environment={environment} returnTo={null} />
          <IgnoredNotice ignored={ignored} effect={`This is the ${environment} side.`} />
          {environment === "sandbox" ? (
            <SandboxTokenSection
              connection={connection}
              home={home}
              mint={<MintWords connection={connection} />}
            />
          ) : null}
          <Section id="facts" title="This connection">
            <ConnectionFacts connection={connection} now={now} />
          </Section>
        </>
      )}
    </GroupViewFrame>
  );
}
