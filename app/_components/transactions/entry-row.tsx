import type { ReactNode } from "react";

/**
 * The columns of every row, its heading and its skeleton. Narrow: what it was over when and which kind, and the amounts
 * at the right, one over the other.
 */
const columns = "grid grid-cols-[0.75rem_minmax(0,1fr)_auto] items-baseline gap-x-3";

/** `one` column of amounts, or `two`: what else there is to say of each row stands in the second. */
const wide = {
  one: "md:grid-cols-[0.75rem_3.25rem_minmax(0,1fr)_minmax(0,15rem)_8.5rem] md:gap-x-4",
  two: "md:grid-cols-[0.75rem_3.25rem_minmax(0,1fr)_minmax(0,13rem)_8.5rem_8.5rem] md:gap-x-4",
} as const;

export type AmountColumns = keyof typeof wide;

export type EntryCells = {
  when: ReactNode;
  description: ReactNode;
  category: ReactNode;
  amount: ReactNode;
  /** What stands in the second column of amounts. */
  second?: ReactNode;
};

/** On a narrow screen the time and the category are one line under the description; on a wide one, cells of their own. */
export function EntryLine({
  amounts,
  cells: { when, description, category, amount, second },
}: {
  amounts: AmountColumns;
  cells: EntryCells;
}) {
  return (
    <span className={`${columns} ${wide[amounts]} w-full`}>
      <span
        aria-hidden="true"
        className="ml-px size-1.5 -translate-y-px -rotate-45 border-r-[1.5px] border-b-[1.5px] border-ink-faint group-open/entry:rotate-45 max-md:row-start-1"
      />
      <span className="min-w-0 font-medium wrap-anywhere max-md:col-start-2 md:order-2">{description}</span>
      <span className="text-small text-ink-faint max-md:col-start-2 max-md:row-start-2 max-md:flex max-md:flex-wrap max-md:gap-x-2 md:contents">
        <span className="tabular-nums md:order-1">{when}</span>
        <span className="min-w-0 wrap-anywhere md:order-3">{category}</span>
      </span>
      <span className="text-right max-md:col-start-3 max-md:row-start-1 md:order-4">{amount}</span>
      {amounts === "one" ? null : (
        <span className="text-right text-ink-faint max-md:col-start-3 max-md:row-start-2 md:order-5">
          {second}
        </span>
      )}
    </span>
  );
}

/** What the columns are called, where there are columns. Each row says it again to those who listen. */
export function EntryHeadings({ when, second }: { when: string; second?: string }) {
  return (
    <div
      aria-hidden="true"
      className={`${columns} ${wide[second === undefined ? "one" : "two"]} border-y border-ink py-2 text-small text-ink-faint max-md:hidden`}
    >
      <span />
      <span>{when}</span>
      <span>Description</span>
      <span>Category</span>
      <span className="text-right">Amount</span>
      {second === undefined ? null : <span className="text-right">{second}</span>}
    </div>
  );
}
