import { after, type NextRequest } from "next/server";
import { customerAuth, getContext } from "@/lib/auth/session";
import { endSignIn, toSignInResponse, type SignInOutcome } from "@/lib/auth/sign-in-callback";
import { sweepExpired } from "@/lib/auth/sweep-expired";
import { findConnectionId, type Connected } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { readRequestId } from "@/lib/request-id";
import { notFoundResponse } from "@/lib/route";
import { services } from "@/lib/services";

const callbackPath = "/api/auth/callback/increase";

/** What need not hold up the answer; what fails here is found again by the next sign-in or the reconciliation. */
async function finishLater(context: Context, connected: Connected): Promise<void> {
  const { log, requestId } = context;
  try {
    await findConnectionId({ ...context, actor: { kind: "system" } }, connected);
  } catch (error) {
    log.warn({ err: error, requestId, ...connected }, "Increase's id of a connection is not known yet");
  }
  try {
    await sweepExpired(context);
  } catch (error) {
    log.warn({ err: error, requestId }, "what has expired is still there");
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
  const { env, log } = services();
  const requestId = await readRequestId();
  let outcome: SignInOutcome;
  try {
    outcome = await end(request);
  } catch (error) {
    log.error({ err: error, requestId }, "a sign-in could not be ended");
    outcome = { kind: "failed", reason: "internal" };
  }
  if (outcome.kind === "failed") log.warn({ requestId, reason: outcome.reason }, "a sign-in failed");
  return toSignInResponse(request, outcome, { env, requestId });
}

export async function POST(): Promise<Response> {
  return notFoundResponse();
}

/** Next would answer HEAD by running GET, and so spend the code. */
export async function HEAD(): Promise<Response> {
  return notFoundResponse();
}
