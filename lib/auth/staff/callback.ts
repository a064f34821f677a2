import "server-only";
import { NextRequest, NextResponse } from "next/server";
import type { Context } from "../../context";
import { parseStaffCallbackUrl } from "../callback-url";
import { staffCookieName, staffSessionCookieName } from "../cookie-names";
import { hashSessionToken } from "../session-token";
import { findSessionCookie } from "../sign-in-callback";
import type { StaffAuth } from "./auth";
import type { StaffSignInReason } from "./failure";
import { runStaffSignIn, type StaffRun } from "./run";

export type StaffSignInOutcome =
  | { kind: "signed_in"; destination: string; cookies: string[] }
  | { kind: "failed"; reason: StaffSignInReason; destination: string; cookies: string[] };

/** Auth.js would go on with the session that the browser came with, unrotated and with its old sign-in time. */
function withoutSession(request: NextRequest, sessionCookie: string): NextRequest {
  const rebuilt = new NextRequest(request.nextUrl, { headers: request.headers });
  rebuilt.cookies.delete(sessionCookie);
  return rebuilt;
}

/** Ends a sign-in of the staff: whatever Auth.js answers, success is a session cookie and nothing else. */
export async function endStaffSignIn(
  request: NextRequest,
  context: Context,
  auth: StaffAuth,
): Promise<StaffSignInOutcome> {
  const { AUTH_URL } = context.env;
  const sessionCookie = staffSessionCookieName(AUTH_URL);
  const presented = request.cookies.get(sessionCookie)?.value;
  const run: StaffRun = {
    context: { ...context, actor: null },
    presentedSessionHash: presented === undefined ? null : hashSessionToken(presented),
  };
  const asked = request.cookies.get(staffCookieName(AUTH_URL, "callback-url"))?.value;
  const destination = parseStaffCallbackUrl(toPath(asked, AUTH_URL), AUTH_URL);
  const failed = (reason: StaffSignInReason, cookies: string[] = []) =>
    ({ kind: "failed", reason, destination, cookies }) as const;
  if (request.nextUrl.searchParams.get("error") === "access_denied") return failed("denied");
  try {
    const response = await runStaffSignIn(run, () =>
      auth.handlers.GET(withoutSession(request, sessionCookie)),
    );
    const cookies = response.headers.getSetCookie();
    const started = findSessionCookie(response, sessionCookie);
    if (started !== undefined && run.failure === undefined)
      return { kind: "signed_in", destination, cookies };
    const others = cookies.filter((cookie) => !cookie.startsWith(`${sessionCookie}=`));
    return failed(run.failure ?? "internal", others);
  } catch (error) {
    context.log.error({ err: error, requestId: context.requestId }, "a sign-in of the staff met an error");
    return failed("internal");
  }
}

/** Auth.js keeps the whole address in its cookie. */
function toPath(address: string | undefined, siteOrigin: string): string {
  if (address === undefined || !URL.canParse(address, siteOrigin)) return "";
  const url = new URL(address, siteOrigin);
  return url.origin === siteOrigin ? `${url.pathname}${url.search}` : "";
}

/** The browser's answer to an outcome. */
export function toStaffSignInResponse(
  outcome: StaffSignInOutcome,
  { env, requestId }: Pick<Context, "env" | "requestId">,
): NextResponse {
  const { destination } = outcome;
  const path =
    outcome.kind === "signed_in"
      ? destination
      : `/admin/sign-in?${new URLSearchParams({ reason: outcome.reason, request: requestId, callbackUrl: destination })}`;
  const response = NextResponse.redirect(new URL(path, env.AUTH_URL), 303);
  for (const cookie of outcome.cookies) response.headers.append("set-cookie", cookie);
  return response;
}
