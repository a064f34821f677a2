import type { ReactNode } from "react";

/** In place of a part that is truly empty, where that is nothing to stop at. */
export function QuietLine({ children }: { children: ReactNode }) {
  return <p className="border-y border-line py-4 text-ink-soft">{children}</p>;
}
