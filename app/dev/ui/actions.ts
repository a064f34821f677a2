"use server";

import type { ActionState } from "@/lib/action";

/** Answers a form as an action would. In production it has nothing to do: its page is not there. */
export async function answerSample(_previous: ActionState, form: FormData): Promise<ActionState> {
  return form.get("outcome") === "done"
    ? { status: "done", message: "Done." }
    : {
        status: "failed",
        message: "It did not work. Nothing was changed.",
        requestId: "019a0000-0000-7000-8000-000000000000",
      };
}
