import { EmptyState } from "@/app/_components/ui/empty-state";
import { mostAccountsSearched, type AccountList } from "@/lib/banking";
import type { ListPlace } from "./list-place";

/** In place of the table, where there is truly nothing to show in it. */
export function NoAccounts({ list, place }: { list: AccountList; place: ListPlace }) {
  if (place.q !== undefined) return <NoneFound q={place.q} list={list} />;
  if (place.cursor !== undefined) {
    return (
      <EmptyState title="No more accounts">
        <p>The list ended on the page before this one.</p>
      </EmptyState>
    );
  }
  if (place.environment === "sandbox") {
    return (
      <EmptyState title="No accounts in the sandbox yet">
        <p>Once one is opened in Increase’s sandbox, it appears here by itself.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No accounts yet">
      <p>This group has no accounts at Increase. Once one is opened there, it appears here by itself.</p>
    </EmptyState>
  );
}

function NoneFound({ q, list }: { q: string; list: AccountList }) {
  return (
    <EmptyState title="No accounts fit this search">
      <p className="wrap-anywhere">
        No name and no id has “{q}” in it.{" "}
        {list.isWhole
          ? ""
          : list.isKept
            ? "Only what was kept could be looked at."
            : `Search looked at the first ${mostAccountsSearched} accounts; there are more.`}
      </p>
    </EmptyState>
  );
}

export function NoOpenAccounts({ place }: { place: ListPlace }) {
  return (
    <EmptyState title={place.q === undefined ? "No open accounts here" : "No open accounts fit this search"}>
      <p>The closed ones are below.</p>
    </EmptyState>
  );
}
