import type { ReactNode } from "react";
import { Brand } from "./brand";
import { PageFrame, pageWidth } from "./page-frame";

/** The frame of pages that anyone may see: it knows of nobody. */
export function PublicShell({ children }: { children: ReactNode }) {
  return (
    <PageFrame
      header={
        <header className={`${pageWidth} pt-4`}>
          <Brand href="/" />
        </header>
      }
    >
      {children}
    </PageFrame>
  );
}
