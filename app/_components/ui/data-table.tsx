import type { ReactNode } from "react";

type Align = "start" | "end";

/** `width` is a class: what streams into the cells must not move the columns. */
export type Column = { id: string; label: string; align?: Align; width?: string };

/** Browsers drop the roles of a table whose parts are no longer laid out as one, so each part names its own. */
const roles = {
  table: { role: "table" },
  rowGroup: { role: "rowgroup" },
  row: { role: "row" },
  columnHeader: { role: "columnheader" },
  rowHeader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

const alignment = { start: "md:text-left", end: "md:text-right" } as const;

/** A table that becomes rows to read on a narrow screen. */
export function DataTable({
  caption,
  columns,
  footer,
  children,
}: {
  caption: string;
  columns: readonly Column[];
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <table {...roles.table} className="w-full border-collapse max-md:block">
      <caption className="sr-only">{caption}</caption>
      <thead {...roles.rowGroup} className="max-md:sr-only">
        <tr {...roles.row} className="border-y border-ink text-small text-ink-faint">
          {columns.map(({ id, label, align = "start", width = "" }) => (
            <th
              key={id}
              {...roles.columnHeader}
              scope="col"
              className={`py-2 font-normal md:pr-6 md:last:pr-0 ${alignment[align]} ${width}`}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        {...roles.rowGroup}
        className="divide-y divide-line max-md:block max-md:border-t max-md:border-ink"
      >
        {children}
      </tbody>
      {footer ? (
        <tfoot {...roles.rowGroup} className="max-md:block">
          {footer}
        </tfoot>
      ) : null}
    </table>
  );
}

const rowStyle = "max-md:grid max-md:gap-y-1";

export function Row({ children }: { children: ReactNode }) {
  return (
    <tr {...roles.row} className={`${rowStyle} max-md:py-4 md:hover:bg-sunken`}>
      {children}
    </tr>
  );
}

/** The row that closes a table: one line above the sum, two below. */
export function TotalRow({ children }: { children: ReactNode }) {
  return (
    <tr {...roles.row} className={`${rowStyle} double-rule border-t border-t-ink font-semibold max-md:py-3`}>
      {children}
    </tr>
  );
}

export function RowHeader({ children, span }: { children: ReactNode; span?: number }) {
  return (
    <th
      {...roles.rowHeader}
      scope="row"
      colSpan={span}
      className="min-w-0 text-left align-top font-[inherit] md:py-3 md:pr-6"
    >
      {children}
    </th>
  );
}

/** `label` repeats the column's where the columns are gone. */
export function Cell({
  label,
  align = "start",
  children,
}: {
  label: string;
  align?: Align;
  children: ReactNode;
}) {
  return (
    <td
      {...roles.cell}
      className={`align-top max-md:flex max-md:justify-between max-md:gap-4 md:py-3 md:pr-6 md:last:pr-0 ${alignment[align]}`}
    >
      <span aria-hidden="true" className="font-normal text-ink-faint md:hidden">
        {label}
      </span>
      {children}
    </td>
  );
}

/** A cell across all the amounts, for words in their place. */
export function WideCell({ children, span }: { children: ReactNode; span: number }) {
  return (
    <td {...roles.cell} colSpan={span} className="font-normal text-ink-soft md:py-3 md:text-right">
      {children}
    </td>
  );
}
