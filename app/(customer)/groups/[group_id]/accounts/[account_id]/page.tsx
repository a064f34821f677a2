import type { Metadata } from "next";
import { cache } from "react";
import { CustomerShell } from "@/app/_components/shell/customer-shell";
import { titleOn } from "@/app/_components/shell/environment";
import { groupPath } from "@/app/_components/shell/group-path";
import { loadPage } from "@/lib/page";
import { readTimeZone } from "@/lib/http/page-time-zone";
import { nameOf } from "../../_components/account-words";
import { MintForm } from "../../_components/mint-form";
import { accountHref } from "./_components/account-place";
import { AccountView } from "./_components/account-view";
import {
  readAddress,
  toAccountRequest,
  type AccountPageAddress,
  type AccountPageProps,
} from "./_components/page-address";
import { readAccountPage } from "./_components/read-account-page";

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
