import type { Metadata } from "next";
import { after } from "next/server";
import { cache } from "react";
import { GroupOverview } from "@/app/_components/group/group-overview";
import { listHref, readListSearch } from "@/app/_components/group/list-place";
import { readGroupPage } from "@/app/_components/group/read-group-page";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { titleOn } from "@/app/_components/shell/environment";
import { groupPath } from "@/app/_components/shell/group-path";
import { PageHeader } from "@/app/_components/ui/page-header";
import { readTimeZone } from "@/lib/http/page-time-zone";
import { loadPage } from "@/lib/page";
import { groupByName, toQuery, type Search } from "@/lib/search-params";
import { MintForm } from "./_components/mint-form";

type Props = { params: Promise<{ group_id: string }>; searchParams: Promise<Search> };

/** Read once, for the page and for its title: what is not found has the title of what is not found. */
const readPage = cache(async (groupId: string, query: string) => {
  const search = groupByName(new URLSearchParams(query));
  const asked = { groupId, home: groupPath(groupId), ...readListSearch(search) };
  const timeZone = await readTimeZone();
  return loadPage((context) => readGroupPage(context, { ...asked, timeZone }), listHref(asked));
});

async function readAddress({ params, searchParams }: Props): Promise<[groupId: string, query: string]> {
  const { group_id: groupId } = await params;
  return [groupId, toQuery(await searchParams)];
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { place } = await readPage(...(await readAddress(props)));
  return { title: titleOn(place.environment, "Accounts") };
}

export default async function GroupPage(props: Props) {
  const page = await readPage(...(await readAddress(props)));
  after(page.kept);
  const { groupId, environment } = page.place;
  const isSandbox = environment === "sandbox";
  return (
    <CustomerShell groupId={groupId} environment={environment} current="accounts">
      <div className="grid gap-10">
        <PageHeader title={isSandbox ? "Your group in Increase’s sandbox" : "Your group at Increase"} />
        <GroupOverview page={page} mint={<MintForm connection={page.connection} />} />
      </div>
    </CustomerShell>
  );
}
