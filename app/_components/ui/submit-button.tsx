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
  name,
  value,
}: {
  children: ReactNode;
  pendingLabel?: string;
  variant?: ButtonVariant;
  className?: string;
  /** Where several buttons share a form: which of them it was. */
  name?: string;
  value?: string;
}) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      name={name}
      value={value}
      className={`${buttonStyle(variant)} ${className}`}
      aria-disabled={pending || undefined}
      onClick={pending ? stop : undefined}
    >
      {pending && pendingLabel ? pendingLabel : children}
    </button>
  );
}
