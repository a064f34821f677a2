import "server-only";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { getContext } from "./auth/session";
import type { Context } from "./context";
import { toSafeError } from "./errors";
import { readRequestId } from "./request-id";
import { services } from "./services";

/** What a form shows after its action has run. */
export type ActionState =
  | { status: "idle" }
  | { status: "done"; message: string }
  | { status: "failed"; message: string; requestId: string };

export type ActionResult = { message: string } | { redirectTo: string };

type Outcome = { redirectTo: string } | { state: ActionState };

async function run<Schema extends z.ZodType>(
  schema: Schema,
  work: (context: Context, input: z.output<Schema>) => Promise<ActionResult>,
  form: FormData,
): Promise<Outcome> {
  const requestId = await readRequestId();
  const failed = (message: string): Outcome => ({ state: { status: "failed", message, requestId } });
  // Called directly, an action can be given anything.
  const parsed = schema.safeParse(form instanceof FormData ? Object.fromEntries(form) : null);
  if (!parsed.success) return failed("This form was not filled in as expected. Nothing was changed.");
  try {
    const result = await work(await getContext(), parsed.data);
    return "redirectTo" in result ? result : { state: { status: "done", message: result.message } };
  } catch (error) {
    const { code, message } = toSafeError(error);
    // The front page knows why a session has ended, where its group has left.
    if (code === "not_signed_in") return { redirectTo: "/" };
    if (code === "internal") services().log.error({ err: error, requestId }, "an action failed");
    return failed(message);
  }
}

/**
 * Makes a form's server action of a verb. Every action is a public endpoint: the form is parsed here, and the
 * permission is the verb's own first line.
 */
export function formAction<Schema extends z.ZodType>(
  schema: Schema,
  work: (context: Context, input: z.output<Schema>) => Promise<ActionResult>,
): (_previous: ActionState, form: FormData) => Promise<ActionState> {
  return async (_previous, form) => {
    const outcome = await run(schema, work, form);
    if ("redirectTo" in outcome) redirect(outcome.redirectTo);
    return outcome.state;
  };
}
