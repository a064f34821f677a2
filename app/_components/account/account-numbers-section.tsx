import type { Outcome } from "@/app/_components/streaming/outcome";
import { toReadableName } from "@/app/_components/transactions/readable-name";
import { Cell, DataTable, Row, RowHeader, type Column } from "@/app/_components/ui/data-table";
import { Id } from "@/app/_components/ui/id";
import { TableSkeleton } from "@/app/_components/ui/table-skeleton";
import type { MaskedAccountNumber } from "@/lib/banking";
import type { AccountPlace } from "./account-place";
import { Masked } from "./masked";
import { PartFailureState } from "./part-failure";
import { QuietLine } from "./quiet-line";
import { RevealForm } from "./reveal-form";
import { StatusBadge } from "./status-badge";

const facts: readonly Column[] = [
  { id: "name", label: "Account number" },
  { id: "routing", label: "Routing number", width: "md:w-36" },
  { id: "debits", label: "ACH debits", width: "md:w-28" },
  { id: "status", label: "Status", width: "md:w-28" },
];
const reveal: Column = {
  id: "reveal",
  label: "Show the number",
  align: "end",
  width: "md:w-56",
  isLabelHidden: true,
};

const columnsFor = ({ isOwn }: AccountPlace) => (isOwn ? [...facts, reveal] : facts);

type Read = { items: MaskedAccountNumber[]; hasMore: boolean };

export function AccountNumbers({ outcome, place }: { outcome: Outcome<Read>; place: AccountPlace }) {
  if (!outcome.ok)
    return <PartFailureState what="The account numbers" failure={outcome.failure} place={place} />;
  const { items, hasMore } = outcome.value;
  if (items.length === 0) return <QuietLine>This account has no account numbers.</QuietLine>;
  return (
    <>
      <DataTable caption="Account numbers, newest first" columns={columnsFor(place)}>
        {items.map((item) => (
          <NumberRow key={item.id} item={item} place={place} />
        ))}
      </DataTable>
      {hasMore ? (
        <p className="text-small text-ink-faint">
          These are the newest {items.length}. Increase has more, which this page does not show.
        </p>
      ) : null}
    </>
  );
}

function NumberRow({ item, place }: { item: MaskedAccountNumber; place: AccountPlace }) {
  const { id, name, lastFour, routingNumber, status, achDebitStatus } = item;
  return (
    <Row>
      <RowHeader>
        <span className="block font-medium wrap-anywhere">
          <bdi>{name}</bdi>
        </span>
        <span className="font-normal text-ink-faint">
          <Masked lastFour={lastFour} />
        </span>
      </RowHeader>
      <Cell label="Routing number">
        <Id>{routingNumber}</Id>
      </Cell>
      <Cell label="ACH debits">{achDebitStatus === null ? "Not named" : toReadableName(achDebitStatus)}</Cell>
      <Cell label="Status">
        <StatusBadge status={status} />
      </Cell>
      {place.isOwn ? (
        <Cell label="" align="end">
          <RevealForm accountNumberId={id} name={name} lastFour={lastFour} place={place} />
        </Cell>
      ) : null}
    </Row>
  );
}

export function AccountNumbersSkeleton({ place }: { place: AccountPlace }) {
  return (
    <TableSkeleton
      caption="Account numbers, being read from Increase"
      columns={columnsFor(place)}
      header={["w-36", "w-20"]}
      widths={{ routing: "w-20", debits: "w-16", status: "w-16", reveal: "w-28" }}
    />
  );
}
