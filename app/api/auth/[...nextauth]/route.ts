import { after, type NextRequest } from "next/server";
import { noteSignIn } from "@/lib/auth/note-sign-in";
import { customerAuth, getContext } from "@/lib/auth/session";
import { endSignIn, toSignInResponse, type SignInOutcome } from "@/lib/auth/sign-in-callback";
import { sweepExpired } from "@/lib/auth/sweep-expired";
import { findConnectionId, type Connected } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { findOutage } from "@/lib/outage/find-outage";
import { outageAnswer } from "@/lib/outage/outage-answer";
import { readRequestId } from "@/lib/http/request-id";
import { notFoundResponse } from "@/lib/route";
import { services } from "@/lib/services";

const callbackPath = "/api/auth/callback/increase";

/** What need not hold up the answer; what fails here is found again by the next sign-in or the reconciliation. */
async function finishLater(context: Context, connected: Connected): Promise<void> {
  const { log } = context;
  try {
    await findConnectionId({ ...context, actor: { kind: "system" } }, connected);
  } catch (error) {
    log.warn({ err: error, ...connected }, "Increase's id of a connection is not known yet");
  }
  try {
    await sweepExpired(context);
  } catch (error) {
    log.warn({ err: error }, "what has expired is still there");
  }
}

async function end(request: NextRequest): Promise<SignInOutcome> {
  const context = await getContext();
  const outcome = await endSignIn(request, context, customerAuth());
  if (outcome.kind === "signed_in") after(() => finishLater(context, outcome.connected));
  return outcome;
}

/** The callback of a sign-in. Auth.js's other endpoints stay closed: none is used, and each is attack surface. */
export async function GET(request: NextRequest): Promise<Response> {
  if (request.nextUrl.pathname !== callbackPath) return notFoundResponse();
  const { env } = services();
  const requestId = await readRequestId();
  const log = services().log.child({ requestId });
  let outcome: SignInOutcome;
  try {
    outcome = await end(request);
  } catch (error) {
    // Nothing is spent yet: the same address, loaded again in time, still ends the sign-in.
    const isOutage = (await findOutage(error, requestId)) !== null;
    if (isOutage) return outageAnswer({ headers: request.headers, requestId, retryHref: null });
    log.error({ err: error }, "a sign-in could not be ended");
    outcome = { kind: "failed", reason: "internal" };
  }
  noteSignIn("customer", outcome);
  if (outcome.kind === "failed") log.warn({ reason: outcome.reason }, "a sign-in failed");
  return toSignInResponse(request, outcome, { env, requestId });
}

export async function POST(): Promise<Response> {
  return notFoundResponse();
}

/** Next would answer HEAD by running GET, and so spend the code. */
export async function HEAD(): Promise<Response> {
  return notFoundResponse();
}
