import { accountPath, onSide } from "@/app/_components/shell/group-path";
import type { TransactionSearch } from "@/lib/banking";
import type { ChartHrefs } from "./balance-chart/chart-days";

/** What an account's page is asked for. */
export type AccountRequest = {
  groupId: string;
  accountId: string;
  /** The address of the group's page: the customer's own, or the one that the staff see it at. */
  home: string;
  search: TransactionSearch;
  timeZone: string;
};

/** The request, and who asks. */
export type AccountPlace = AccountRequest & {
  requestId: string;
  /** Whether it is the customer who looks: the staff see the same, and can do nothing on it. */
  isOwn: boolean;
  isConnectionActive: boolean;
};

const filterNames = ["category", "route_id", "from", "to", "direction", "min", "max", "q"] as const;

type Asked = Pick<AccountRequest, "home" | "accountId" | "search">;

function filtersOf({ search: { kept } }: Asked): Record<string, string | undefined> {
  return Object.fromEntries(filterNames.map((name) => [name, kept[name]]));
}

export function isFiltered(asked: Asked): boolean {
  return Object.values(filtersOf(asked)).some((value) => value !== undefined);
}

/** The page as it is asked for, with the `changes`: an undefined one takes its parameter away. */
export function accountHref(asked: Asked, changes: Record<string, string | undefined> = {}): string {
  const { home, accountId, search } = asked;
  const { place, days, complete } = search.kept;
  return onSide(accountPath(home, accountId), search.environment, {
    ...filtersOf(asked),
    days,
    place,
    complete,
    ...changes,
  });
}

/** The newest transactions, all of them. */
export function clearedHref(asked: Asked): string {
  const none = Object.fromEntries(filterNames.map((name) => [name, undefined]));
  return accountHref(asked, { ...none, place: undefined });
}

export function chartHrefs(asked: Asked): ChartHrefs {
  const href = (days: string) => accountHref(asked, { days });
  return { 7: href("7"), 30: href("30"), 90: href("90") };
}

/** What the filters let through, as a file: the whole list, wherever in it the page is. */
export function fileHref(asked: Asked): string {
  const path = `${accountPath(asked.home, asked.accountId)}/transactions.csv`;
  return onSide(path, asked.search.environment, filtersOf(asked));
}
