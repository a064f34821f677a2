import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";
import { Skeleton } from "@/app/_components/ui/skeleton";
import { accountColumns } from "./accounts-table";

const rows = Array.from({ length: 6 }, (_, index) => index);

/** The table before its accounts: each piece in its place, in its own size. */
export function AccountsSkeleton() {
  return (
    <DataTable caption="Accounts, being read from Increase" columns={accountColumns}>
      {rows.map((row) => (
        <Row key={row}>
          <RowHeader>
            <span className="block">
              <Skeleton className="w-36" />
            </span>
            <span className="block text-small">
              <Skeleton className="w-52" />
            </span>
          </RowHeader>
          <Cell label="Status">
            <Skeleton className="w-16" />
          </Cell>
          <Cell label="Current balance" align="end">
            <Skeleton className="w-28" />
          </Cell>
          <Cell label="Available balance" align="end">
            <Skeleton className="w-28" />
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
