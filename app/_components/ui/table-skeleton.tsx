import { Cell, DataTable, Row, RowHeader, type Column } from "./data-table";
import { Skeleton } from "./skeleton";

/**
 * A table before its rows: each piece in its place, in its own size. The first column heads the row with two lines;
 * `widths` gives a class for each other column, by its id.
 */
export function TableSkeleton({
  caption,
  columns,
  rows = 1,
  header: [first, second],
  isSecondSmall = false,
  widths,
}: {
  caption: string;
  columns: readonly Column[];
  rows?: number;
  header: readonly [string, string];
  isSecondSmall?: boolean;
  widths: Readonly<Record<string, string>>;
}) {
  return (
    <DataTable caption={caption} columns={columns}>
      {Array.from({ length: rows }, (_, row) => (
        <Row key={row}>
          <RowHeader>
            <span className="block">
              <Skeleton className={first} />
            </span>
            <span className={isSecondSmall ? "block text-small" : "block"}>
              <Skeleton className={second} />
            </span>
          </RowHeader>
          {columns.slice(1).map((column) => (
            <SkeletonCell key={column.id} column={column} width={widths[column.id] ?? ""} />
          ))}
        </Row>
      ))}
    </DataTable>
  );
}

/** A column whose label is not to be seen has buttons: they are higher than a line. */
function SkeletonCell({
  column: { label, align, isLabelHidden = false },
  width,
}: {
  column: Column;
  width: string;
}) {
  const piece = <Skeleton className={width} />;
  return (
    <Cell label={isLabelHidden ? "" : label} align={align}>
      {isLabelHidden ? <span className="inline-flex min-h-10 items-center">{piece}</span> : piece}
    </Cell>
  );
}
