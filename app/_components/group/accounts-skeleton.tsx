import { TableSkeleton } from "@/app/_components/ui/table-skeleton";
import { accountColumns } from "./account-columns";
import type { ListRequest } from "./list-place";

/** The table before its accounts. */
export function AccountsSkeleton({ place, rows = 6 }: { place: ListRequest; rows?: number }) {
  return (
    <TableSkeleton
      caption="Accounts, being read from Increase"
      columns={accountColumns(place)}
      rows={rows}
      header={["w-36", "w-52"]}
      isSecondSmall
      widths={{ type: "w-14", bank: "w-24", status: "w-16", current: "w-28", available: "w-28" }}
    />
  );
}
