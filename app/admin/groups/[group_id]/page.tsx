import type { Metadata } from "next";
import { GroupOverview } from "@/app/(customer)/groups/[group_id]/_components/group-overview";
import {
  listHref,
  parseListSearch,
  type ListRequest,
} from "@/app/(customer)/groups/[group_id]/_components/list-place";
import { readGroupPage } from "@/app/(customer)/groups/[group_id]/_components/read-group-page";
import { findGroupView } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { loadStaffPage } from "@/lib/page";
import type { Search } from "@/lib/search-params";
import { GroupViewFrame, groupViewPath } from "./_components/group-view-frame";

export const metadata: Metadata = { title: "What the customer sees" };

type Props = { params: Promise<{ group_id: string }>; searchParams: Promise<Search> };

async function readPage(context: Context, asked: ListRequest) {
  const view = await findGroupView(context, { groupId: asked.groupId });
  return { view, page: view === null ? null : await readGroupPage(context, asked), now: context.now() };
}

export default async function GroupAsSeenPage({ params, searchParams }: Props) {
  const { group_id: groupId } = await params;
  const search = parseListSearch(await searchParams);
  const asked: ListRequest = { groupId, home: groupViewPath(groupId), ...search };
  const { view, page, now } = await loadStaffPage((context) => readPage(context, asked), listHref(asked));
  return (
    <GroupViewFrame groupId={groupId} view={view} current="accounts" now={now}>
      {page === null ? null : <GroupOverview {...page} />}
    </GroupViewFrame>
  );
}
