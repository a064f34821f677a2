import "server-only";
import { NextRequest, NextResponse } from "next/server";
import { decode } from "next-auth/jwt";
import type { Context } from "../../context";
import { findOutage } from "../../outage/find-outage";
import { countSignIn } from "../../rate-limit";
import { parseStaffCallbackUrl } from "../callback-url";
import { cookieAttributes, staffCookieName, staffSessionCookieName } from "../cookie-names";
import { hashSessionToken } from "../session-token";
import { findSessionCookie } from "../sign-in-callback";
import { tooManyAttempts } from "../too-many-attempts";
import type { StaffAuth } from "./auth";
import type { StaffSignInReason } from "./failure";
import { runStaffSignIn, type StaffRun } from "./run";

export type StaffSignInOutcome =
  | { kind: "signed_in"; destination: string; sessionCookie: string }
  /** The sign-in itself is untouched: it can still be ended. */
  | { kind: "limited"; retryAfterSeconds: number }
  | { kind: "failed"; reason: StaffSignInReason; destination: string };

export const staffCallbackPath = "/api/staff/auth/callback/staff";

const checkCookies = ["pkce", "state", "nonce"] as const;
/** What a sign-in leaves in the browser until it has ended. */
const temporaryCookies = [...checkCookies, "callback-url"] as const;

/** Auth.js keeps the whole address in its cookie. */
function toPath(address: string | undefined, siteOrigin: string): string {
  if (address === undefined || !URL.canParse(address, siteOrigin)) return "";
  const url = new URL(address, siteOrigin);
  return url.origin === siteOrigin ? `${url.pathname}${url.search}` : "";
}

/**
 * Whether this browser began the sign-in that the callback tells of. Auth.js checks it too, but calls it an answer
 * of the issuer's that can't be used.
 */
async function isOwnState(request: NextRequest, { env }: Context): Promise<boolean> {
  const salt = staffCookieName(env.AUTH_URL, "state");
  const states = request.nextUrl.searchParams.getAll("state");
  try {
    const sealed = await decode({ salt, secret: env.AUTH_SECRET, token: request.cookies.get(salt)?.value });
    // Attack: a link with the attacker's own code and state. A state given twice is none.
    return states.length === 1 && sealed?.value === states[0];
  } catch {
    return false;
  }
}

/**
 * The request that Auth.js sees: the answer of the issuer and the cookies it is checked with. With the session that
 * the browser came with, Auth.js would go on, unrotated and with its old sign-in time.
 */
function rebuildRequest(request: NextRequest, { env: { AUTH_URL } }: Context): NextRequest {
  const url = new URL(staffCallbackPath, AUTH_URL);
  url.search = request.nextUrl.search;
  const cookies = checkCookies.flatMap((check) => {
    const name = staffCookieName(AUTH_URL, check);
    const value = request.cookies.get(name)?.value;
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return new NextRequest(url, { headers: { cookie: cookies.join("; ") } });
}

type Ended = { sessionCookie: string } | { reason: StaffSignInReason };

async function runAuth(request: NextRequest, auth: StaffAuth, run: StaffRun): Promise<Ended> {
  const { context } = run;
  let sessionCookie: string | undefined;
  try {
    const response = await runStaffSignIn(run, () => auth.handlers.GET(rebuildRequest(request, context)));
    sessionCookie = findSessionCookie(response, staffSessionCookieName(context.env.AUTH_URL));
  } catch (error) {
    run.cause ??= error;
  }
  // Only a session cookie is success: Auth.js answers most failures with a redirect as well.
  if (sessionCookie !== undefined && run.failure === undefined) return { sessionCookie };
  if (run.cause !== undefined) {
    context.log.warn({ err: run.cause }, "what a failed sign-in of the staff met");
    // The page that the browser is led to is the outage's own, while it lasts.
    await findOutage(run.cause, context.requestId);
  }
  return { reason: run.failure ?? "internal" };
}

/** Ends a sign-in of the staff: whatever Auth.js answers, success is a session cookie and nothing else. */
export async function endStaffSignIn(
  request: NextRequest,
  context: Context,
  auth: StaffAuth,
): Promise<StaffSignInOutcome> {
  const { AUTH_URL } = context.env;
  const asked = request.cookies.get(staffCookieName(AUTH_URL, "callback-url"))?.value;
  const destination = parseStaffCallbackUrl(toPath(asked, AUTH_URL), AUTH_URL);
  const failed = (reason: StaffSignInReason) => ({ kind: "failed", reason, destination }) as const;
  if (request.nextUrl.searchParams.get("error") === "access_denied") return failed("denied");
  if (!(await isOwnState(request, context))) return failed("state");
  // Attack: callbacks by the thousand, each of which may have us ask the issuer. Attack: a page full of images at this
  // address, by which its readers use up their office's limit. Only who holds the state's cookie is counted.
  const wait = await countSignIn(context, "staff_sign_in.end", context.source.ipAddress);
  if (wait !== null) return { kind: "limited", ...wait };
  const presented = request.cookies.get(staffSessionCookieName(AUTH_URL))?.value;
  const ended = await runAuth(request, auth, {
    context: { ...context, actor: null },
    presentedSessionHash: presented === undefined ? null : hashSessionToken(presented),
  });
  return "reason" in ended ? failed(ended.reason) : { kind: "signed_in", destination, ...ended };
}

/** The browser's answer to an outcome: where to go, and on success the session cookie, with the others gone. */
export function toStaffSignInResponse(
  request: NextRequest,
  outcome: StaffSignInOutcome,
  { env: { AUTH_URL }, requestId }: Pick<Context, "env" | "requestId">,
): Response {
  if (outcome.kind === "limited") {
    const { retryAfterSeconds } = outcome;
    return tooManyAttempts(request.headers, { retryAfterSeconds, startPath: "/admin/sign-in", requestId });
  }
  const { destination } = outcome;
  if (outcome.kind === "failed") {
    const { reason } = outcome;
    const parameters = new URLSearchParams({ reason, request: requestId, callbackUrl: destination });
    return NextResponse.redirect(new URL(`/admin/sign-in?${parameters}`, AUTH_URL), 303);
  }
  const response = NextResponse.redirect(new URL(destination, AUTH_URL), 303);
  for (const name of temporaryCookies) {
    response.cookies.set(staffCookieName(AUTH_URL, name), "", { ...cookieAttributes(AUTH_URL), maxAge: 0 });
  }
  response.headers.append("set-cookie", outcome.sessionCookie);
  return response;
}
