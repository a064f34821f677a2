import { accountPath, onSide } from "@/app/_components/shell/group-path";
import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";
import { Id } from "@/app/_components/ui/id";
import { AccountStatusBadge } from "@/app/_components/ui/state-badge";
import { TextLink } from "@/app/_components/ui/text-link";
import { accountColumns } from "./account-columns";
import type { AccountRow } from "./account-order";
import { bankLabel, nameOf, typeLabel } from "./account-words";
import { BalanceAmount, type AmountClock } from "./balance-amount";
import type { Balances } from "./balances";
import type { ListRequest } from "./list-place";

export type AccountsTableProps = {
  caption: string;
  rows: readonly AccountRow[];
  balances: Balances;
  place: ListRequest;
  /** Whether its headers lead to other orders. */
  isSortable: boolean;
  clock: AmountClock;
};

export function AccountsTable({ caption, rows, balances, place, isSortable, clock }: AccountsTableProps) {
  return (
    <DataTable caption={caption} columns={accountColumns(isSortable ? place : null)}>
      {rows.map((row) => (
        <AccountTableRow key={row.account.id} row={row} balances={balances} place={place} clock={clock} />
      ))}
    </DataTable>
  );
}

function AccountTableRow({
  row: { account, index },
  balances,
  place: { home, environment },
  clock,
}: { row: AccountRow } & Pick<AccountsTableProps, "balances" | "place" | "clock">) {
  const { id, status, currency } = account;
  const amount = { balances, index, currency, clock };
  return (
    <Row>
      <RowHeader>
        <span className="block font-medium wrap-anywhere">
          <TextLink href={onSide(accountPath(home, id), environment)}>
            <bdi>{nameOf(account)}</bdi>
          </TextLink>
        </span>
        <Id className="font-normal text-ink-faint">{id}</Id>
      </RowHeader>
      <Cell label="Type">{typeLabel(account)}</Cell>
      <Cell label="Bank">{bankLabel(account)}</Cell>
      <Cell label="Status">
        <AccountStatusBadge status={status} />
      </Cell>
      <Cell label="Current" align="end">
        <BalanceAmount which="currentCents" {...amount} />
      </Cell>
      <Cell label="Available" align="end">
        <BalanceAmount which="availableCents" {...amount} />
      </Cell>
    </Row>
  );
}
