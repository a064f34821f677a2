import type { Metadata } from "next";
import { cache } from "react";
import { accountHref } from "@/app/_components/account/account-place";
import { AccountView } from "@/app/_components/account/account-view";
import {
  readAddress,
  toAccountRequest,
  type AccountPageAddress,
  type AccountPageProps,
} from "@/app/_components/account/page-address";
import { readAccountPage } from "@/app/_components/account/read-account-page";
import { nameOf } from "@/app/_components/group/account-words";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { titleOn } from "@/app/_components/shell/environment";
import { groupPath } from "@/app/_components/shell/group-path";
import { readTimeZone } from "@/lib/http/page-time-zone";
import { loadPage } from "@/lib/page";
import { MintForm } from "../../_components/mint-form";

/** Read once, for the page and for its title. */
const readPage = cache(async (...address: AccountPageAddress) => {
  const asked = toAccountRequest(address, { toHome: groupPath, timeZone: await readTimeZone() });
  return loadPage((context) => readAccountPage(context, asked), accountHref(asked));
});

export async function generateMetadata(props: AccountPageProps): Promise<Metadata> {
  const { found, place } = await readPage(...(await readAddress(props)));
  return { title: titleOn(place.search.environment, found.ok ? nameOf(found.account) : "Account") };
}

export default async function AccountPage(props: AccountPageProps) {
  const page = await readPage(...(await readAddress(props)));
  const { groupId, search } = page.place;
  return (
    <CustomerShell groupId={groupId} environment={search.environment} current="accounts">
      <AccountView page={page} mint={<MintForm connection={page.connection} />} />
    </CustomerShell>
  );
}
