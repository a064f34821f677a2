import type { ReactNode } from "react";
import { buttonStyle } from "./button-style";

/** Asks before something that can't be undone: the first button only opens what the second one does. */
export function ConfirmDisclosure({
  label,
  cancelLabel,
  children,
}: {
  label: string;
  cancelLabel: string;
  children: ReactNode;
}) {
  return (
    <details className="group">
      <summary className={`${buttonStyle("secondary")} list-none`}>
        <span className="group-open:hidden">{label}</span>
        <span className="hidden group-open:inline">{cancelLabel}</span>
      </summary>
      <div className="mt-4 grid max-w-[64ch] gap-4 border-l-[3px] border-l-alert bg-alert-soft px-5 py-4">
        {children}
      </div>
    </details>
  );
}
