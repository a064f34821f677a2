import type { ReactNode } from "react";

type Align = "start" | "end";

/** Where a sortable header leads, and how the list is sorted by it now, if it is. */
export type ColumnSort = { href: string; direction: "ascending" | "descending" | null };

/** `width` is a class: what streams into the cells must not move the columns. */
export type Column = {
  id: string;
  label: string;
  align?: Align;
  width?: string;
  sort?: ColumnSort;
  /** For a column of boxes or buttons, whose label would only be noise to see. */
  isLabelHidden?: boolean;
};

/** Browsers drop the roles of a table whose parts are no longer laid out as one, so each part names its own. */
const roles = {
  table: { role: "table" },
  rowGroup: { role: "rowgroup" },
  row: { role: "row" },
  columnHeader: { role: "columnheader" },
  rowHeader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

const alignment = { start: "tabular:text-left", end: "tabular:text-right" } as const;

/** A table that becomes rows to read on a screen narrower than `stackBelow`: `xl` is for many columns. */
export function DataTable({
  caption,
  columns,
  stackBelow = "md",
  children,
}: {
  caption: string;
  columns: readonly Column[];
  stackBelow?: "md" | "xl";
  children: ReactNode;
}) {
  return (
    <table {...roles.table} data-stack={stackBelow} className="w-full border-collapse stacked:block">
      <caption className="sr-only">{caption}</caption>
      <TableHead columns={columns} />
      <tbody
        {...roles.rowGroup}
        className="divide-y divide-line stacked:block stacked:border-t stacked:border-ink"
      >
        {children}
      </tbody>
    </table>
  );
}

/** Links to sort by stay to be seen where the columns are gone: a focus that nobody sees would be lost. */
function TableHead({ columns }: { columns: readonly Column[] }) {
  const isSortable = columns.some(({ sort }) => sort !== undefined);
  return (
    <thead {...roles.rowGroup} className={isSortable ? "stacked:block" : "stacked:sr-only"}>
      <tr
        {...roles.row}
        className="border-ink text-small text-ink-faint stacked:flex stacked:flex-wrap stacked:gap-x-4 tabular:border-y"
      >
        {columns.map((column) => (
          <ColumnHeader key={column.id} column={column} />
        ))}
      </tr>
    </thead>
  );
}

function ColumnHeader({ column }: { column: Column }) {
  const { label, align = "start", width = "", sort, isLabelHidden = false } = column;
  return (
    <th
      {...roles.columnHeader}
      scope="col"
      aria-sort={sort?.direction ?? undefined}
      className={`py-2 font-normal tabular:pr-6 tabular:last:pr-0 ${sort ? "" : "stacked:sr-only"} ${alignment[align]} ${width}`}
    >
      {sort ? (
        <SortLink label={label} sort={sort} />
      ) : (
        <span className={isLabelHidden ? "sr-only" : ""}>{label}</span>
      )}
    </th>
  );
}

const arrows = { ascending: "↑", descending: "↓" } as const;

function SortLink({ label, sort: { href, direction } }: { label: string; sort: ColumnSort }) {
  return (
    <a
      href={href}
      className={`inline-flex min-h-6 items-center gap-1 underline decoration-1 underline-offset-[0.2em] hover:text-ink ${direction ? "font-medium text-ink" : ""}`}
    >
      {label}
      {direction ? <span aria-hidden="true">{arrows[direction]}</span> : null}
    </a>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return (
    <tr
      {...roles.row}
      className="stacked:grid stacked:gap-y-1 stacked:py-4 tabular:hover:bg-sunken stacked-pairs:grid-cols-2 stacked-pairs:gap-x-10"
    >
      {children}
    </tr>
  );
}

export function RowHeader({ children }: { children: ReactNode }) {
  return (
    <th
      {...roles.rowHeader}
      scope="row"
      className="min-w-0 text-left align-top font-[inherit] tabular:py-3 tabular:pr-6 stacked-pairs:col-span-2"
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
      className={`align-top stacked:flex stacked:justify-between stacked:gap-4 tabular:py-3 tabular:pr-6 tabular:last:pr-0 ${alignment[align]}`}
    >
      <span aria-hidden="true" className="font-normal text-ink-faint tabular:hidden">
        {label}
      </span>
      {children}
    </td>
  );
}

/**
 * Chooses its row: a box of the form whose id is `form`, or of the one around the table. `label` names the row for
 * those who listen.
 */
export function SelectCell({
  name,
  value,
  label,
  form,
}: {
  name: string;
  value: string;
  label: string;
  form?: string;
}) {
  return (
    <td {...roles.cell} className="align-top tabular:py-1 tabular:pr-3 stacked-pairs:col-span-2">
      <label className="inline-flex min-h-10 min-w-6 cursor-pointer items-center gap-2 text-ink-faint">
        <input
          type="checkbox"
          form={form}
          name={name}
          value={value}
          aria-label={label}
          className="size-[1.125rem] cursor-pointer accent-accent"
        />
        <span aria-hidden="true" className="tabular:hidden">
          Select
        </span>
      </label>
    </td>
  );
}
