import type { ReactNode } from "react";

export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="grid gap-2">
      <h1 className="text-title tracking-[-0.025em] wrap-anywhere">{title}</h1>
      {children ? <div className="max-w-[64ch] text-ink-soft">{children}</div> : null}
    </header>
  );
}
