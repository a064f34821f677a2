import type { Metadata } from "next";
import { after } from "next/server";
import { GroupOverview } from "@/app/_components/group/group-overview";
import { listHref, readListSearch, type ListRequest } from "@/app/_components/group/list-place";
import { readGroupPage } from "@/app/_components/group/read-group-page";
import { environmentOf, titleOn } from "@/app/_components/shell/environment";
import { groupViewPath } from "@/app/_components/shell/group-path";
import { findGroupView } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { loadStaffPage } from "@/lib/page";
import type { Search } from "@/lib/search-params";
import { utc } from "@/lib/time-zone";
import { GroupViewFrame } from "./_components/group-view-frame";
import { MintWords } from "./_components/mint-words";

type Props = { params: Promise<{ group_id: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: titleOn(environmentOf(await searchParams), "What the customer sees") };
}

async function readPage(context: Context, asked: ListRequest) {
  const view = await findGroupView(context, { groupId: asked.groupId });
  // In UTC, as every page of the staff's.
  const page = view === null ? null : await readGroupPage(context, { ...asked, timeZone: utc });
  return { view, page, now: context.now() };
}

export default async function GroupAsSeenPage({ params, searchParams }: Props) {
  const { group_id: groupId } = await params;
  const asked: ListRequest = {
    groupId,
    home: groupViewPath(groupId),
    ...readListSearch(await searchParams),
  };
  const { view, page, now } = await loadStaffPage((context) => readPage(context, asked), listHref(asked));
  if (page !== null) after(page.kept);
  return (
    <GroupViewFrame
      groupId={groupId}
      environment={asked.environment}
      view={view}
      current="accounts"
      now={now}
    >
      {page === null ? null : <GroupOverview page={page} mint={<MintWords connection={page.connection} />} />}
    </GroupViewFrame>
  );
}
