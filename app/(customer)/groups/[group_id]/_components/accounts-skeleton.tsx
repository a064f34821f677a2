import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";
import { Skeleton } from "@/app/_components/ui/skeleton";
import { accountColumns } from "./account-columns";
import type { ListRequest } from "./list-place";

/** The table before its accounts: each piece in its place, in its own size. */
export function AccountsSkeleton({ place, rows = 6 }: { place: ListRequest; rows?: number }) {
  return (
    <DataTable caption="Accounts, being read from Increase" columns={accountColumns(place)}>
      {Array.from({ length: rows }, (_, row) => (
        <Row key={row}>
          <RowHeader>
            <span className="block">
              <Skeleton className="w-36" />
            </span>
            <span className="block text-small">
              <Skeleton className="w-52" />
            </span>
          </RowHeader>
          <Cell label="Type">
            <Skeleton className="w-14" />
          </Cell>
          <Cell label="Bank">
            <Skeleton className="w-24" />
          </Cell>
          <Cell label="Status">
            <Skeleton className="w-16" />
          </Cell>
          <Cell label="Current" align="end">
            <Skeleton className="w-28" />
          </Cell>
          <Cell label="Available" align="end">
            <Skeleton className="w-28" />
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
