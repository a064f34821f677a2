import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";

export type TableRow = { name: string; cells: string[] };

/** What a chart shows, in figures. It opens without JavaScript. */
export function ChartTable({
  caption,
  firstColumn,
  columns,
  rows,
}: {
  caption: string;
  firstColumn: string;
  columns: string[];
  rows: TableRow[];
}) {
  const allColumns = [
    { id: "first", label: firstColumn },
    ...columns.map((label) => ({ id: label, label, align: "end" as const })),
  ];
  return (
    <details className="group">
      <summary className="inline-flex min-h-8 cursor-pointer list-none items-center gap-2 text-small text-accent underline decoration-1 underline-offset-[0.2em] hover:text-accent-strong hover:decoration-2">
        <span className="group-open:hidden">Show as a table</span>
        <span className="hidden group-open:inline">Hide the table</span>
      </summary>
      <div className="pt-3">
        <DataTable caption={caption} columns={allColumns}>
          {rows.map(({ name, cells }) => (
            <Row key={name}>
              <RowHeader>
                <span className="tabular-nums">{name}</span>
              </RowHeader>
              {columns.map((label, index) => (
                <Cell key={label} label={label} align="end">
                  <span className="tabular-nums">{cells[index]}</span>
                </Cell>
              ))}
            </Row>
          ))}
        </DataTable>
      </div>
    </details>
  );
}
