import { Cell, DataTable, Row, RowHeader, type Column } from "@/app/_components/ui/data-table";
import { Id } from "@/app/_components/ui/id";
import { AccountStatusBadge } from "@/app/_components/ui/state-badge";
import type { AccountList } from "@/lib/banking";
import { BalanceAmount } from "./balance-amount";
import type { Balances } from "./balances";
import { TotalRows } from "./total-rows";

export const accountColumns: readonly Column[] = [
  { id: "account", label: "Account" },
  { id: "status", label: "Status", width: "md:w-28 lg:w-36" },
  { id: "current", label: "Current balance", align: "end", width: "md:w-40 lg:w-48" },
  { id: "available", label: "Available balance", align: "end", width: "md:w-40 lg:w-48" },
];

export function AccountsTable({
  accounts,
  balances,
  isWholeList,
}: {
  accounts: AccountList["accounts"];
  balances: Balances;
  isWholeList: boolean;
}) {
  const label = isWholeList ? "Total" : `Total of these ${accounts.length} accounts`;
  return (
    <DataTable
      caption="Accounts with their status, current balance and available balance"
      columns={accountColumns}
      footer={<TotalRows accounts={accounts} balances={balances} label={label} />}
    >
      {accounts.map(({ id, name, status, currency }, index) => (
        <Row key={id}>
          <RowHeader>
            <span className="block font-medium wrap-anywhere">{name}</span>
            <Id className="font-normal text-ink-faint">{id}</Id>
          </RowHeader>
          <Cell label="Status">
            <AccountStatusBadge status={status} />
          </Cell>
          <Cell label="Current balance" align="end">
            <BalanceAmount balances={balances} index={index} which="currentCents" currency={currency} />
          </Cell>
          <Cell label="Available balance" align="end">
            <BalanceAmount balances={balances} index={index} which="availableCents" currency={currency} />
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
