import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { parseStaffCallbackUrl } from "./auth/callback-url";
import { getContext, getStaffContext } from "./auth/session";
import type { Context } from "./context";
import { toSafeError, type ErrorCode } from "./errors";
import { findGivenUp, findOutage } from "./outage/find-outage";
import { unavailablePath } from "./outage/outage-answer";
import { requireActWithinLimit } from "./rate-limit";
import { readRequestId } from "./http/request-id";
import { groupByName } from "./search-params";
import { services } from "./services";
import { noteErrorOnSpan, withSpan } from "./telemetry";

/** One line of an act on several things: each has a result of its own. */
export type ActionDetail = { label: string; isDone: boolean; message: string };

/** How far an act is that goes on part by part; `total` is null where nobody knows. */
export type ActionProgress = { isDone: boolean; done: number; total: number | null };

type Done = { message: string; details?: ActionDetail[]; copyable?: string; progress?: ActionProgress };

/** What a form shows after its action has run. */
export type ActionState =
  { status: "idle" } | ({ status: "done" } & Done) | { status: "failed"; message: string; requestId: string };

export type ActionResult = Done | { redirectTo: string };

type Outcome = { redirectTo: string } | { state: ActionState };
type Work<Schema extends z.ZodType> = (context: Context, input: z.output<Schema>) => Promise<ActionResult>;
type FormAction = (_previous: ActionState, form: FormData) => Promise<ActionState>;

/** Whose actions these are: which session counts, and where somebody goes who must sign in for them. */
type Audience = {
  name: "customer" | "staff";
  readContext: () => Promise<Context>;
  signInPath: (code: ErrorCode) => Promise<string>;
  afterFailure: () => void;
};

/**
 * Whether a browser says that a page of ours has sent it.
 * Attack: Next compares an `Origin` that is there, and lets an action pass that has none: on the cookie alone.
 */
export async function isFromOwnPage(): Promise<boolean> {
  return (await headers()).get("origin") === services().env.AUTH_URL;
}

async function run<Schema extends z.ZodType>(
  audience: Audience,
  { schema, work }: { schema: Schema; work: Work<Schema> },
  form: FormData,
): Promise<Outcome> {
  const requestId = await readRequestId();
  const failed = (message: string): Outcome => ({ state: { status: "failed", message, requestId } });
  if (!(await isFromOwnPage())) {
    return failed(
      "No page of this portal has sent this. Nothing was changed; open the page again and repeat it.",
    );
  }
  // Called directly, an action can be given anything.
  const parsed = schema.safeParse(form instanceof FormData ? groupByName(form) : null);
  try {
    const context = await audience.readContext();
    if (context.actor === null) return { redirectTo: await audience.signInPath("not_signed_in") };
    await requireActWithinLimit(context);
    if (!parsed.success) return failed("This form was not filled in as expected. Nothing was changed.");
    const result = await work(context, parsed.data);
    return "redirectTo" in result ? result : { state: { status: "done", ...result } };
  } catch (error) {
    const known = (await findOutage(error, requestId)) ?? findGivenUp(error);
    const { code, message } = toSafeError(known ?? error);
    noteErrorOnSpan(known ?? error);
    if (code === "not_signed_in" || code === "sign_in_again") {
      return { redirectTo: await audience.signInPath(code) };
    }
    if (code === "internal") services().log.error({ err: error, requestId }, "an action failed");
    // A form acts once: the next attempt needs the id that the page is made with anew. One too many has not acted; and
    // in an outage no page can be made, so that what was typed would be gone with it.
    if (code !== "rate_limited" && code !== "database_unavailable") audience.afterFailure();
    return failed(message);
  }
}

function makeAction<Schema extends z.ZodType>(
  audience: Audience,
  schema: Schema,
  work: Work<Schema>,
): FormAction {
  return async (_previous, form) => {
    const attributes = { "portal.audience": audience.name };
    const outcome = await withSpan("action.run", attributes, () => run(audience, { schema, work }, form));
    if ("redirectTo" in outcome) redirect(outcome.redirectTo);
    return outcome.state;
  };
}

/** For an action without an answer of its own, which only leads elsewhere: in an outage, to the page that says so. */
export async function orUnavailable(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if ((await findOutage(error, await readRequestId())) !== null) redirect(unavailablePath);
    throw error;
  }
}

/** The front page knows why a session has ended, where its group has left. */
const customers: Audience = {
  name: "customer",
  readContext: getContext,
  signInPath: async () => "/",
  afterFailure: () => undefined,
};

/**
 * Makes a form's server action of a customer's verb. Every action is a public endpoint: the form is parsed here,
 * and the permission is the verb's own first line.
 */
export function formAction<Schema extends z.ZodType>(schema: Schema, work: Work<Schema>): FormAction {
  return makeAction(customers, schema, work);
}

/** The page that the form is on. Attack: a `Referer` that leads elsewhere; it is a path of ours, or the start. */
async function staffSignInPath(code: ErrorCode): Promise<string> {
  const referer = (await headers()).get("referer") ?? "";
  const { pathname, search } = URL.canParse(referer) ? new URL(referer) : { pathname: "", search: "" };
  const callbackUrl = parseStaffCallbackUrl(`${pathname}${search}`, services().env.AUTH_URL);
  const parameters = new URLSearchParams({ callbackUrl });
  if (code === "sign_in_again") parameters.set("reason", "again");
  return `/admin/sign-in?${parameters}`;
}

const staff: Audience = {
  name: "staff",
  readContext: getStaffContext,
  signInPath: staffSignInPath,
  afterFailure: refresh,
};

/** The same of a verb of the staff. */
export function staffAction<Schema extends z.ZodType>(schema: Schema, work: Work<Schema>): FormAction {
  return makeAction(staff, schema, work);
}
