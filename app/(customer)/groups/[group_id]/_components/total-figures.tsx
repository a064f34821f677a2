import type { ReactNode } from "react";
import { Icon } from "@/app/_components/ui/icon";
import type { MissingTotal } from "./totals";

/** The sums of one currency: side by side, or one under the other where there is little room. */
export function Strip({ children }: { children: ReactNode }) {
  return (
    <dl className="double-rule grid border-t border-ink max-sm:divide-y max-sm:divide-line max-sm:pt-1 sm:grid-cols-3 sm:divide-x sm:divide-line sm:py-4">
      {children}
    </dl>
  );
}

export function Figure({
  name,
  isResult = false,
  children,
}: {
  name: string;
  isResult?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-x-4 max-sm:py-2.5 sm:px-6 sm:first:pl-0 sm:last:pr-0">
      <dt className="text-small text-ink-faint">{name}</dt>
      <dd className={isResult ? "font-semibold" : ""}>{children}</dd>
    </div>
  );
}

/** A sum that is none of the strip's: smaller, and on a line of its own with its like. */
export function LoanFigure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-x-4 max-sm:w-full max-sm:justify-between">
      <dt className="text-ink-faint max-sm:text-small">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How old an amount is, in words. */
export function AgeLine({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-small text-alert">
      <Icon name="age" className="mt-0.5" />
      <span>{children}</span>
    </p>
  );
}

/** In place of a sum. */
export function Missing({ total, what }: { total: MissingTotal; what: string }) {
  const isOne = total.missingCount === 1;
  return (
    <p className="double-rule border-t border-ink py-4 text-ink-soft">
      <strong className="font-semibold text-ink">Total {what === "" ? "" : `${what} `}unavailable:</strong>{" "}
      {isOne ? "1 balance" : `${total.missingCount} balances`} could not be read. Increase did not give{" "}
      {isOne ? "it" : "them"} when asked; nothing was changed. Load the page again in a moment.
    </p>
  );
}
