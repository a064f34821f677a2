import type { ReactNode } from "react";
import { Icon } from "@/app/_components/ui/icon";
import type { MissingTotal } from "./totals";

/**
 * Amounts side by side, as many as have room, or one under the other on a phone. What would be a rule at the left of
 * each line is outside of what is shown.
 */
export function Strip({ children }: { children: ReactNode }) {
  return (
    <div className="double-rule overflow-x-clip border-t border-ink max-sm:pt-1 sm:py-4">
      <dl className="max-sm:divide-y max-sm:divide-line sm:-ml-[calc(1.5rem+1px)] sm:flex sm:flex-wrap sm:gap-y-3">
        {children}
      </dl>
    </div>
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
    <div className="max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-x-4 max-sm:py-2.5 sm:flex-1 sm:border-l sm:border-line sm:px-6 sm:last:pr-0">
      <dt className="text-small text-ink-faint">{name}</dt>
      <dd className={isResult ? "font-semibold" : ""}>{children}</dd>
    </div>
  );
}

/** A sum beside the strip's: smaller, on a line with others of its kind. */
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
