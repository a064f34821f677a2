import type { Metadata } from "next";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { groupPath } from "@/app/_components/shell/group-path";
import { PageHeader } from "@/app/_components/ui/page-header";
import { loadPage } from "@/lib/page";
import { GroupOverview } from "./_components/group-overview";
import { listHref, parseListSearch, type ListRequest } from "./_components/list-place";
import { readGroupPage } from "./_components/read-group-page";

export const metadata: Metadata = { title: "Accounts" };

type Props = {
  params: Promise<{ group_id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function GroupPage({ params, searchParams }: Props) {
  const { group_id: groupId } = await params;
  const search = parseListSearch(await searchParams);
  const asked: ListRequest = { groupId, home: groupPath(groupId), ...search };
  const page = await loadPage((context) => readGroupPage(context, asked), listHref(asked));
  return (
    <CustomerShell groupId={groupId} current="accounts">
      <div className="grid gap-10">
        <PageHeader title="Your group at Increase" />
        <GroupOverview {...page} />
      </div>
    </CustomerShell>
  );
}
