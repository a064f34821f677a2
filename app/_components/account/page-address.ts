import { parseTransactionSearch } from "@/lib/banking";
import { groupByName, toQuery, type Search } from "@/lib/search-params";
import type { AccountRequest } from "./account-place";

export type AccountPageProps = {
  params: Promise<{ group_id: string; account_id: string }>;
  searchParams: Promise<Search>;
};

/** Nothing but texts, by which React's `cache` knows that the page and its title are of one address. */
export type AccountPageAddress = [groupId: string, accountId: string, query: string];

export async function readAddress({ params, searchParams }: AccountPageProps): Promise<AccountPageAddress> {
  const { group_id: groupId, account_id: accountId } = await params;
  return [groupId, accountId, toQuery(await searchParams)];
}

/** @param toHome where the group's own page is, for whoever looks */
export function toAccountRequest(
  [groupId, accountId, query]: AccountPageAddress,
  { toHome, timeZone }: { toHome: (groupId: string) => string; timeZone: string },
): AccountRequest {
  const search = parseTransactionSearch(groupByName(new URLSearchParams(query)));
  return { groupId, accountId, home: toHome(groupId), search, timeZone };
}
