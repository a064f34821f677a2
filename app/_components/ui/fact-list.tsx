import type { ReactNode } from "react";

/** The particulars at the head of a statement: a name over each value, side by side where there is room. */
export function FactStrip({ children }: { children: ReactNode }) {
  return (
    <dl className="grid border-y border-line max-sm:divide-y max-sm:divide-line sm:flex sm:divide-x sm:divide-line">
      {children}
    </dl>
  );
}

export function StripFact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="py-3 sm:px-6 sm:first:flex-1 sm:first:pl-0 sm:last:pr-0">
      <dt className="text-small text-ink-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Facts one under the other, a line each, with a remark under the value where it needs one. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-line border-y border-line">{children}</dl>;
}

export function Fact({ name, children, remark }: { name: string; children: ReactNode; remark?: ReactNode }) {
  return (
    <div className="grid gap-x-8 py-3 sm:grid-cols-[14rem_1fr]">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0">
        {children}
        {remark ? <div className="max-w-[60ch] text-small text-ink-faint">{remark}</div> : null}
      </dd>
    </div>
  );
}
