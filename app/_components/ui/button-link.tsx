import type { ReactNode } from "react";
import { buttonStyle, type ButtonVariant } from "./button-style";

/** A link that is the next step. A plain one: each page of bank data is a fresh document, none is kept by a router. */
export function ButtonLink({
  href,
  children,
  variant = "secondary",
}: {
  href: string;
  children: ReactNode;
  variant?: ButtonVariant;
}) {
  return (
    <a href={href} className={buttonStyle(variant)}>
      {children}
    </a>
  );
}
