import type { ReactNode } from "react";
import { pageWidth } from "./page-width";

/** Header, content and footer of every page; the header may differ. */
export function PageFrame({
  header,
  band,
  children,
  width = pageWidth,
  footnote = "Balances are Increase’s own, as they were when they were read. This portal moves no money.",
}: {
  header: ReactNode;
  /** Over the whole width, above all else. */
  band?: ReactNode;
  children: ReactNode;
  width?: string;
  /** What the page is bound to say at its end. */
  footnote?: string;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      {band}
      {header}
      <main id="main" tabIndex={-1} className={`${width} flex-1 py-10 sm:py-14`}>
        {children}
      </main>
      <footer className={`${width} pb-8`}>
        <div className="guilloche" />
        <p className="pt-4 text-small text-ink-faint">{footnote}</p>
      </footer>
    </div>
  );
}
