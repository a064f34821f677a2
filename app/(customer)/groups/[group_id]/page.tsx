import type { Metadata } from "next";
import { after } from "next/server";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { environmentOf, titleOn } from "@/app/_components/shell/environment";
import { groupPath } from "@/app/_components/shell/group-path";
import { PageHeader } from "@/app/_components/ui/page-header";
import { loadPage } from "@/lib/page";
import { readTimeZone } from "@/lib/page-time-zone";
import type { Search } from "@/lib/search-params";
import { GroupOverview } from "./_components/group-overview";
import { listHref, readListSearch } from "./_components/list-place";
import { MintForm } from "./_components/mint-form";
import { readGroupPage } from "./_components/read-group-page";

type Props = { params: Promise<{ group_id: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: titleOn(environmentOf(await searchParams), "Accounts") };
}

export default async function GroupPage({ params, searchParams }: Props) {
  const { group_id: groupId } = await params;
  const asked = { groupId, home: groupPath(groupId), ...readListSearch(await searchParams) };
  const timeZone = await readTimeZone();
  const page = await loadPage((context) => readGroupPage(context, { ...asked, timeZone }), listHref(asked));
  after(page.kept);
  const isSandbox = asked.environment === "sandbox";
  return (
    <CustomerShell groupId={groupId} environment={asked.environment} current="accounts">
      <div className="grid gap-10">
        <PageHeader title={isSandbox ? "Your group in Increase’s sandbox" : "Your group at Increase"} />
        <GroupOverview page={page} mint={<MintForm connection={page.connection} />} />
      </div>
    </CustomerShell>
  );
}
