"use client";

import { startTransition, useActionState, useEffect } from "react";
import type { ActionState } from "@/lib/action";
import { ActionMessage } from "@/app/_components/ui/action-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";

type SyncAction = (previous: ActionState, form: FormData) => Promise<ActionState>;

/**
 * Syncs part by part until Increase's list is at its end. Without JavaScript a part is longer, and the next one
 * takes another click.
 */
export function SyncForm({ action }: { action: SyncAction }) {
  const [state, submit, isPending] = useActionState<ActionState, FormData>(action, { status: "idle" });
  const progress = state.status === "done" ? state.progress : undefined;
  const isUnderWay = progress !== undefined && !progress.isDone;
  useEffect(() => {
    if (progress && !progress.isDone) startTransition(() => submit(new FormData()));
  }, [progress, submit]);
  return (
    <form action={submit} className="grid justify-items-start gap-3">
      <noscript>
        <input type="hidden" name="part" value="long" />
      </noscript>
      <SubmitButton variant="secondary" pendingLabel="Syncing…">
        {isUnderWay ? "Go on syncing" : "Sync now"}
      </SubmitButton>
      {isPending || isUnderWay ? (
        <label className="grid w-full max-w-72 gap-1 text-small text-ink-faint">
          {progress === undefined
            ? "Reading Increase’s list"
            : `${progress.done} ${progress.total === null ? "read so far" : `of about ${progress.total} read`}`}
          <progress
            className="progress"
            max={progress?.total ?? undefined}
            value={progress?.total ? Math.min(progress.done, progress.total) : undefined}
          />
        </label>
      ) : null}
      {isUnderWay ? null : <ActionMessage state={state} />}
    </form>
  );
}
