import { Icon } from "@/app/_components/ui/icon";
import { AccountsTable, type AccountsTableProps } from "./accounts-table";

/** Folded away, and part of nothing else on the page. `isOpen`: there is something in it that was looked for. */
export function ClosedAccounts({
  isOpen,
  ...table
}: Omit<AccountsTableProps, "caption" | "isSortable"> & { isOpen: boolean }) {
  const count = table.rows.length;
  if (count === 0) return null;
  return (
    <details open={isOpen} className="group/closed">
      <summary className="inline-flex min-h-10 cursor-pointer list-none items-center gap-2 text-ink-soft hover:text-ink">
        <Icon name="unfold" className="group-open/closed:rotate-180" />
        {count === 1 ? "1 closed account" : `${count} closed accounts`}
      </summary>
      <div className="pt-2">
        <AccountsTable {...table} caption="Closed accounts, in no sum of this page" isSortable={false} />
      </div>
    </details>
  );
}
