import type { ReactNode } from "react";
import { Brand } from "./brand";
import { PageFrame } from "./page-frame";
import { pageWidth } from "./page-width";

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
