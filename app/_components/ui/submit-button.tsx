"use client";

import type { MouseEvent, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { buttonStyle, type ButtonVariant } from "./button-style";

function stop(event: MouseEvent) {
  event.preventDefault();
}

/**
 * Sends its form, once: while that is under way it says so and takes no second click. It keeps the focus,
 * which a `disabled` button would lose.
 */
export function SubmitButton({
  children,
  pendingLabel,
  variant = "primary",
  className = "",
}: {
  children: ReactNode;
  pendingLabel?: string;
  variant?: ButtonVariant;
  className?: string;
}) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      className={`${buttonStyle(variant)} ${className}`}
      aria-disabled={pending || undefined}
      onClick={pending ? stop : undefined}
    >
      {pending && pendingLabel ? pendingLabel : children}
    </button>
  );
}
