import "server-only";
import { encode } from "next-auth/jwt";
import { NextRequest, NextResponse } from "next/server";
import { claimFlow, isFlowUsed } from "@/db/queries/used-flows";
import type { Connected } from "../connections";
import type { Context } from "../context";
import { findOutage } from "../outage/find-outage";
import { countSignIn } from "../rate-limit";
import { destinationFor } from "./callback-url";
import type { CustomerAuth } from "./customer-auth";
import { cookieAttributes, flowCookieName, sessionCookieName } from "./cookie-names";
import { isFlowId, openFlow, type Flow } from "./flow-cookie";
import { runFlow, type FlowRun } from "./flow-run";
import { increaseProviderId } from "./increase-provider";
import { hashSessionToken } from "./session-token";
import type { SignInFailureReason } from "./sign-in-failure";
import { tooManyAttempts } from "./too-many-attempts";

export type SignInOutcome =
  | { kind: "signed_in"; destination: string; sessionCookie: string; connected: Connected }
  | { kind: "already_signed_in"; destination: string }
  /** The sign-in itself is untouched: it can still be ended. */
  | { kind: "limited"; retryAfterSeconds: number }
  | { kind: "failed"; reason: SignInFailureReason };

type Arrival =
  | { kind: "code"; flow: Flow; code: string }
  | { kind: "replay"; callbackUrl: string }
  | { kind: "limited"; retryAfterSeconds: number }
  | { kind: "failed"; reason: SignInFailureReason };

const failed = (reason: SignInFailureReason) => ({ kind: "failed", reason }) as const;

/** A parameter given twice is not a parameter: which of the two would be checked? */
function onlyValue(params: URLSearchParams, name: string): string | null {
  const [value, ...others] = params.getAll(name);
  return value !== undefined && value !== "" && others.length === 0 ? value : null;
}

function openPresentedFlow(
  request: NextRequest,
  state: string,
  context: Context,
): Flow | SignInFailureReason {
  const cookieName = flowCookieName(state, context.env.AUTH_URL);
  const sealed = isFlowId(state) ? request.cookies.get(cookieName)?.value : undefined;
  // Attack: a link with the attacker's own code and state. Only the browser that began a flow holds its cookie.
  const flow = sealed === undefined ? null : openFlow(state, sealed, context.env.AUTH_SECRET);
  if (flow === null) return "state_unknown";
  return flow.expiresAt <= context.now() ? "state_expired" : flow;
}

async function readArrival(request: NextRequest, context: Context): Promise<Arrival> {
  const params = request.nextUrl.searchParams;
  const state = onlyValue(params, "state");
  if (params.has("error")) return failed(params.get("error") === "access_denied" ? "denied" : "code_missing");
  if (state === null) return failed("state_missing");
  const flow = openPresentedFlow(request, state, context);
  if (flow === "state_unknown" && isFlowId(state) && (await isFlowUsed(context.db, state))) {
    // Back in the history: the first answer took the flow's cookie away.
    return { kind: "replay", callbackUrl: "/" };
  }
  if (typeof flow === "string") return failed(flow);
  // One of the ways in which Increase may tell of a denial: back to us, with nothing.
  if (!params.has("code")) return failed("denied");
  const code = onlyValue(params, "code");
  if (code === null) return failed("code_missing");
  // Attack: callbacks by the thousand, each of which has us write, or ask Increase. Attack: a page full of images at
  // this address, by which its readers use up their office's limit. Only who holds a flow's cookie is counted.
  const wait = await countSignIn(context, "customer_sign_in.end", context.source.ipAddress);
  if (wait !== null) return { kind: "limited", ...wait };
  // Attack: the callback's address taken from a log or a history and opened again.
  const isFirst = await claimFlow(context.db, flow.id, flow.expiresAt);
  return isFirst ? { kind: "code", flow, code } : { kind: "replay", callbackUrl: flow.callbackUrl };
}

/**
 * The request that Auth.js sees: code, state, and a state cookie made for this one request, so that its own
 * check stays on. Nothing else of the browser's request comes along, the session cookie least of all.
 */
async function rebuildRequest(context: Context, flow: Flow, code: string): Promise<NextRequest> {
  const { AUTH_URL, AUTH_SECRET } = context.env;
  const url = new URL(`/api/auth/callback/${increaseProviderId}`, AUTH_URL);
  url.search = new URLSearchParams({ code, state: flow.id }).toString();
  const cookieName = AUTH_URL.startsWith("https:") ? "__Secure-authjs.state" : "authjs.state";
  const stateCookie = await encode({
    secret: AUTH_SECRET,
    salt: cookieName,
    maxAge: 60,
    token: { value: flow.id, provider: increaseProviderId },
  });
  return new NextRequest(url, { headers: { cookie: `${cookieName}=${stateCookie}` } });
}

/** The `Set-Cookie` that starts a session: an answer with none is no success. */
export function findSessionCookie(response: Response, cookieName: string): string | undefined {
  const prefix = `${cookieName}=`;
  return response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(prefix) && !cookie.startsWith(`${prefix};`));
}

async function runAuth(auth: CustomerAuth, run: FlowRun, code: string): Promise<SignInOutcome> {
  const { context, flow } = run;
  const request = await rebuildRequest(context, flow, code);
  let sessionCookie: string | undefined;
  try {
    const response = await runFlow(run, () => auth.handlers.GET(request));
    sessionCookie = findSessionCookie(response, sessionCookieName(context.env.AUTH_URL));
  } catch (error) {
    run.cause ??= error;
  }
  // Only a session cookie is success: Auth.js answers most failures with a redirect as well.
  if (sessionCookie !== undefined && run.connected !== undefined && run.failure === undefined) {
    const destination = destinationFor(flow.callbackUrl, run.connected.groupId);
    return { kind: "signed_in", destination, sessionCookie, connected: run.connected };
  }
  if (run.cause !== undefined) {
    context.log.warn({ err: run.cause }, "what a failed sign-in met");
    // The page that the browser is led to is the outage's own, while it lasts.
    await findOutage(run.cause, context.requestId);
  }
  return failed(run.failure ?? (run.connected === undefined ? "internal" : "session_not_started"));
}

/** Ends a sign-in: the one route that every sign-in comes back to. */
export async function endSignIn(
  request: NextRequest,
  context: Context,
  auth: CustomerAuth,
): Promise<SignInOutcome> {
  const arrival = await readArrival(request, context);
  if (arrival.kind === "failed" || arrival.kind === "limited") return arrival;
  if (arrival.kind === "replay") {
    const { actor } = context;
    if (actor?.kind !== "customer") return failed("state_used");
    return {
      kind: "already_signed_in",
      destination: destinationFor(arrival.callbackUrl, actor.groupId),
    };
  }
  const presented = request.cookies.get(sessionCookieName(context.env.AUTH_URL))?.value;
  const run: FlowRun = {
    context: { ...context, actor: { kind: "system" } },
    flow: arrival.flow,
    presentedSessionHash: presented === undefined ? null : hashSessionToken(presented),
  };
  return runAuth(auth, run, arrival.code);
}

/** The browser's answer to an outcome: where to go, the session cookie where there is one, the flow's cookie gone. */
export function toSignInResponse(
  request: NextRequest,
  outcome: SignInOutcome,
  { env, requestId }: Pick<Context, "env" | "requestId">,
): Response {
  if (outcome.kind === "limited") {
    const { retryAfterSeconds } = outcome;
    return tooManyAttempts(request.headers, { retryAfterSeconds, startPath: "/", requestId });
  }
  const path =
    outcome.kind === "failed"
      ? `/sign-in/failed?${new URLSearchParams({ reason: outcome.reason, request: requestId })}`
      : outcome.destination;
  const response = NextResponse.redirect(new URL(path, env.AUTH_URL), 303);
  const state = request.nextUrl.searchParams.get("state");
  if (state !== null && isFlowId(state)) {
    const attributes = { ...cookieAttributes(env.AUTH_URL), maxAge: 0 };
    response.cookies.set(flowCookieName(state, env.AUTH_URL), "", attributes);
  }
  if (outcome.kind === "signed_in") response.headers.append("set-cookie", outcome.sessionCookie);
  return response;
}
