"use client";

import { useActionState, useEffect, useState, type FormEvent, type ReactNode } from "react";
import type { ActionState } from "@/lib/action";
import { Icon } from "./icon";

const idle: ActionState = { status: "idle" };
const acted = "portal:acted";

/** Whether another form has been answered since: what this one said may not be true any more. */
function useLaterAct(state: ActionState): boolean {
  const [overheard, setOverheard] = useState<ActionState | null>(null);
  useEffect(() => {
    if (state.status === "idle") return undefined;
    window.dispatchEvent(new CustomEvent(acted));
    const listen = () => setOverheard(state);
    window.addEventListener(acted, listen);
    return () => window.removeEventListener(acted, listen);
  }, [state]);
  return overheard === state;
}

/**
 * A form whose action answers with a message, which is shown under it. Without JavaScript the page comes back
 * with the same message in the same place.
 */
export function ActionForm({
  action,
  id,
  children,
}: {
  /** For controls elsewhere on the page that name it in their `form`. */
  id?: string;
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  children: ReactNode;
}) {
  const [state, submit] = useActionState<ActionState, FormData>(action, idle);
  const isOverheard = useLaterAct(state);
  // React empties a form after its action. What was refused is to be corrected, and not to be typed again.
  const keepRefused = (event: FormEvent) => {
    if (state.status === "failed") event.preventDefault();
  };
  return (
    <form id={id} action={submit} onReset={keepRefused} className="grid justify-items-start gap-3">
      {children}
      <ActionMessage state={isOverheard ? idle : state} />
    </form>
  );
}

/** Both regions are there from the start: one that comes with its words is often not read out. */
export function ActionMessage({ state }: { state: ActionState }) {
  return (
    <>
      <output className="block empty:hidden">
        {state.status === "done" ? <Done state={state} /> : null}
      </output>
      <div role="alert" className="border-l-[3px] border-l-alert pl-3 empty:hidden">
        {state.status === "failed" ? (
          <>
            <p className="font-medium text-alert">{state.message}</p>
            <p className="text-small text-ink-faint">
              Request <code className="font-mono break-all select-all">{state.requestId}</code>
            </p>
          </>
        ) : null}
      </div>
    </>
  );
}

function Done({ state }: { state: Extract<ActionState, { status: "done" }> }) {
  const { message, details, copyable } = state;
  return (
    <>
      <span className="block font-medium">{message}</span>
      {copyable ? <code className="block font-mono text-small break-all select-all">{copyable}</code> : null}
      {details ? (
        <ul className="mt-2 divide-y divide-line border-y border-line">
          {details.map(({ label, isDone, message: words }) => (
            <li key={label} className="grid gap-x-6 py-2 sm:grid-cols-[auto_1fr]">
              <code className="font-mono text-small break-all">{label}</code>
              <span className={`flex gap-1.5 ${isDone ? "text-ink-soft" : "text-alert"}`}>
                <Icon name={isDone ? "check" : "attention"} className="mt-1" />
                <span className="min-w-0 wrap-anywhere">
                  <span className="sr-only">{isDone ? "Done: " : "Not done: "}</span>
                  {words}
                </span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
