"use client";

import { useActionState, type ReactNode } from "react";
import type { ActionState } from "@/lib/action";

/**
 * A form whose action answers with a message, which is shown under it. Without JavaScript the page comes back
 * with the same message in the same place.
 */
export function ActionForm({
  action,
  children,
}: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  children: ReactNode;
}) {
  const [state, submit] = useActionState<ActionState, FormData>(action, { status: "idle" });
  return (
    <form action={submit} className="grid justify-items-start gap-3">
      {children}
      <ActionMessage state={state} />
    </form>
  );
}

/** Both regions are there from the start: one that comes with its words is often not read out. */
function ActionMessage({ state }: { state: ActionState }) {
  return (
    <>
      <output className="block font-medium empty:hidden">
        {state.status === "done" ? state.message : null}
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
