import type { Outcome } from "@/app/_components/streaming/outcome";
import { Cell, DataTable, Row, RowHeader, type Column } from "@/app/_components/ui/data-table";
import { TableSkeleton } from "@/app/_components/ui/table-skeleton";
import type { readCards } from "@/lib/banking";
import type { AccountPlace } from "./account-place";
import { Masked } from "./masked";
import { PartFailureState } from "./part-failure";
import { QuietLine } from "./quiet-line";
import { StatusBadge } from "./status-badge";

const columns: readonly Column[] = [
  { id: "card", label: "Card" },
  { id: "expires", label: "Expires", width: "md:w-36" },
  { id: "status", label: "Status", width: "md:w-36" },
];

export function Cards({
  outcome,
  place,
}: {
  outcome: Outcome<Awaited<ReturnType<typeof readCards>>>;
  place: AccountPlace;
}) {
  if (!outcome.ok) return <PartFailureState what="The cards" failure={outcome.failure} place={place} />;
  const { items, hasMore } = outcome.value;
  if (items.length === 0) return <QuietLine>This account has no cards.</QuietLine>;
  return (
    <>
      <DataTable caption="Cards, newest first" columns={columns}>
        {items.map(({ id, description, last4, expirationMonth, expirationYear, status }) => (
          <Row key={id}>
            <RowHeader>
              <span className="block font-medium wrap-anywhere">
                <bdi>{description ?? "Card"}</bdi>
              </span>
              <span className="font-normal text-ink-faint">
                <Masked lastFour={last4} />
              </span>
            </RowHeader>
            <Cell label="Expires">
              <span className="tabular-nums">
                {String(expirationMonth).padStart(2, "0")}/{expirationYear}
              </span>
            </Cell>
            <Cell label="Status">
              <StatusBadge status={status} />
            </Cell>
          </Row>
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

export function CardsSkeleton() {
  return (
    <TableSkeleton
      caption="Cards, being read from Increase"
      columns={columns}
      header={["w-36", "w-20"]}
      widths={{ expires: "w-16", status: "w-16" }}
    />
  );
}
