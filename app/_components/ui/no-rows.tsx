import type { ReactNode } from "react";
import { EmptyState } from "./empty-state";

/** In place of a list's rows: its end was on the page before, nothing fits, or there is nothing yet. */
export function NoRows({
  what,
  isFirst,
  isFiltered,
  children,
}: {
  /** In the plural, such as `events`. */
  what: string;
  isFirst: boolean;
  isFiltered: boolean;
  /** What is said of a list that is truly empty. */
  children: ReactNode;
}) {
  if (!isFirst) {
    return (
      <EmptyState title={`No more ${what}`}>
        <p>The list ended on the page before this one.</p>
      </EmptyState>
    );
  }
  return isFiltered ? (
    <EmptyState title={`No ${what} fit these filters`}>
      <p>Clear them to see all there are.</p>
    </EmptyState>
  ) : (
    <EmptyState title={`No ${what} yet`}>{children}</EmptyState>
  );
}
