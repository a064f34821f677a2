import { TextLink } from "@/app/_components/ui/text-link";
import { accountsPerPage, mostAccountsSearched, type AccountList } from "@/lib/banking";
import { isOfAmounts, sortWords, type AccountOrder } from "./account-order";
import { listHref, type ListRequest } from "./list-place";

type RemarksProps = { list: AccountList; place: ListRequest };

/** What a search found and how far it looked, and what a sort is of: said where it is not the whole list. */
export function ListRemarks({ list, place }: RemarksProps) {
  const { q, order } = place;
  if (list.accounts.length === 0 || (q === undefined && order === null)) return null;
  return (
    <p className="max-w-[100ch] text-small wrap-anywhere text-ink-faint">
      {q === undefined ? null : `${foundWords(list, q)} `}
      {order === null ? null : (
        <>
          {sortedWords(order, isPart(list, place))}{" "}
          <TextLink href={listHref(place, { sort: undefined, direction: undefined })}>Newest first</TextLink>
        </>
      )}
    </p>
  );
}

function isPart({ nextCursor }: AccountList, { cursor }: ListRequest): boolean {
  return nextCursor !== null || cursor !== undefined;
}

function foundWords({ accounts, isWhole, isKept }: AccountList, q: string): string {
  const count = accounts.length === 1 ? "1 account fits" : `${accounts.length} accounts fit`;
  if (isWhole || isKept) return `${count} “${q}”.`;
  return accounts.length < accountsPerPage
    ? `${count} “${q}”. Search looked at the first ${mostAccountsSearched} accounts; there are more.`
    : `The first ${accountsPerPage} accounts that fit “${q}”; there may be more. A longer search text finds fewer.`;
}

function sortedWords({ by, direction }: AccountOrder, isOfPart: boolean): string {
  const ends = isOfAmounts(by) ? ["smallest first", "largest first"] : ["from A on", "from Z on"];
  const end = direction === "ascending" ? ends[0] : ends[1];
  const part = isOfPart ? ", within this page alone: there are more accounts on others" : "";
  return `Sorted by ${sortWords[by]}, ${end}${part}.`;
}
