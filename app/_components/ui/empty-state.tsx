import type { ReactNode } from "react";

/** Where there is truly nothing, and all was read to know it. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="border-y border-line py-12 text-center">
      <p className="font-semibold">{title}</p>
      <div className="mx-auto max-w-[52ch] text-ink-soft">{children}</div>
    </div>
  );
}
