import type { ReactNode } from "react";

export type Column = { id: string; label: string; align?: "start" | "end" };

const alignment = { start: "sm:text-left", end: "sm:text-right" } as const;

/**
 * A table that becomes rows to read on a narrow screen. The roles are spelled out because browsers drop
 * those of a table whose parts are no longer laid out as one.
 */
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
    <table role="table" className="w-full border-collapse max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup" className="max-sm:sr-only">
        <tr role="row" className="border-y border-ink text-small text-ink-faint">
          {columns.map(({ id, label, align = "start" }) => (
            <th
              key={id}
              role="columnheader"
              scope="col"
              className={`py-2 font-normal sm:pr-6 sm:last:pr-0 ${alignment[align]}`}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="divide-y divide-line max-sm:block max-sm:border-t max-sm:border-ink">
        {children}
      </tbody>
      {footer ? (
        <tfoot role="rowgroup" className="max-sm:block">
          {footer}
        </tfoot>
      ) : null}
    </table>
  );
}

const rowStyle = "max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-4 max-sm:gap-y-1";

export function Row({ children }: { children: ReactNode }) {
  return (
    <tr role="row" className={`${rowStyle} max-sm:py-4 sm:hover:bg-sunken`}>
      {children}
    </tr>
  );
}

/** The row that closes a table: one line above the sum, two below. */
export function TotalRow({ children }: { children: ReactNode }) {
  return (
    <tr role="row" className={`${rowStyle} double-rule border-t border-t-ink font-semibold max-sm:py-3`}>
      {children}
    </tr>
  );
}

export function RowHeader({ children, span }: { children: ReactNode; span?: number }) {
  return (
    <th
      role="rowheader"
      scope="row"
      colSpan={span}
      className={`min-w-0 text-left align-top font-[inherit] sm:py-3 sm:pr-6 ${span ? "max-sm:col-span-2" : ""}`}
    >
      {children}
    </th>
  );
}

export function Cell({ children }: { children: ReactNode }) {
  return (
    <td role="cell" className="align-top sm:py-3 sm:pr-6 sm:last:pr-0">
      {children}
    </td>
  );
}

/** A cell with an amount. `label` repeats the column's where the columns are gone. */
export function AmountCell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td
      role="cell"
      className="align-top max-sm:col-span-2 max-sm:flex max-sm:justify-between max-sm:gap-4 sm:py-3 sm:pr-6 sm:text-right sm:last:pr-0"
    >
      <span aria-hidden="true" className="font-normal text-ink-faint sm:hidden">
        {label}
      </span>
      {children}
    </td>
  );
}
