import type { Metadata } from "next";
import { cache } from "react";
import { accountHref, type AccountRequest } from "@/app/_components/account/account-place";
import { AccountView } from "@/app/_components/account/account-view";
import {
  readAddress,
  toAccountRequest,
  type AccountPageAddress,
  type AccountPageProps,
} from "@/app/_components/account/page-address";
import { readAccountPage } from "@/app/_components/account/read-account-page";
import { nameOf } from "@/app/_components/group/account-words";
import { titleOn } from "@/app/_components/shell/environment";
import { groupViewPath } from "@/app/_components/shell/group-path";
import { findGroupView } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { loadStaffPage } from "@/lib/page";
import { utc } from "@/lib/time-zone";
import { GroupViewFrame } from "../../_components/group-view-frame";
import { MintWords } from "../../_components/mint-words";

async function readView(context: Context, asked: AccountRequest) {
  const view = await findGroupView(context, { groupId: asked.groupId });
  const page = view === null ? null : await readAccountPage(context, asked);
  return { asked, view, page, now: context.now() };
}

/** Read once, for the page and for its title. */
const readPage = cache(async (...address: AccountPageAddress) => {
  // In UTC, as every page of the staff's.
  const asked = toAccountRequest(address, { toHome: groupViewPath, timeZone: utc });
  return loadStaffPage((context) => readView(context, asked), accountHref(asked));
});

export async function generateMetadata(props: AccountPageProps): Promise<Metadata> {
  const { asked, page } = await readPage(...(await readAddress(props)));
  const name = page?.found.ok ? `${nameOf(page.found.account)} · ` : "";
  return { title: titleOn(asked.search.environment, `${name}What the customer sees`) };
}

export default async function AccountAsSeenPage(props: AccountPageProps) {
  const { asked, view, page, now } = await readPage(...(await readAddress(props)));
  const { groupId, search } = asked;
  return (
    <GroupViewFrame
      groupId={groupId}
      environment={search.environment}
      view={view}
      current="accounts"
      now={now}
    >
      {page === null ? null : <AccountView page={page} mint={<MintWords connection={page.connection} />} />}
    </GroupViewFrame>
  );
}
