import type { ReactNode } from "react";
import { pageWidth } from "./page-width";

/** Header, content and footer of every page; the header may differ. */
export function PageFrame({
  header,
  children,
  width = pageWidth,
}: {
  header: ReactNode;
  children: ReactNode;
  width?: string;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      {header}
      <main id="main" tabIndex={-1} className={`${width} flex-1 py-10 sm:py-14`}>
        {children}
      </main>
      <footer className={`${width} pb-8`}>
        <div className="guilloche" />
        <p className="pt-4 text-small text-ink-faint">
          Balances are Increase’s own, read when a page is opened. This portal moves no money.
        </p>
      </footer>
    </div>
  );
}
