import type { ReactNode } from "react";

/** A part of a page under its own heading; `aside` stands at the heading's other end. */
export function Section({
  id,
  title,
  aside,
  children,
}: {
  id: string;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id={id} className="text-heading tracking-[-0.01em]">
          {title}
        </h2>
        {aside ? <div className="text-small text-ink-faint">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
