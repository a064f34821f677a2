import type { ReactNode } from "react";
import { Icon } from "./icon";

const style =
  "text-accent underline decoration-1 underline-offset-[0.2em] hover:text-accent-strong hover:decoration-2";

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className={style}>
      {children}
    </a>
  );
}

/** A link that leaves the portal, and says so by its arrow. */
export function OutwardLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} rel="noreferrer" className={style}>
      {children}
      <Icon name="outward" className="ml-1 size-3 align-baseline" />
    </a>
  );
}
