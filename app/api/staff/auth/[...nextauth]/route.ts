import type { NextRequest } from "next/server";
import { getStaffContext, staffAuth } from "@/lib/auth/session";
import { endStaffSignIn, staffCallbackPath, toStaffSignInResponse } from "@/lib/auth/staff/callback";
import { notFoundResponse, route } from "@/lib/route";

/** The callback of a sign-in of the staff. Auth.js's other endpoints stay closed: none is used. */
export const GET = route(async (request: NextRequest): Promise<Response> => {
  if (request.nextUrl.pathname !== staffCallbackPath) return notFoundResponse();
  const context = await getStaffContext();
  const outcome = await endStaffSignIn(request, context, staffAuth());
  const { log, requestId } = context;
  if (outcome.kind === "failed") {
    log.warn({ requestId, reason: outcome.reason }, "a sign-in of the staff failed");
  }
  return toStaffSignInResponse(outcome, context);
});

export async function POST(): Promise<Response> {
  return notFoundResponse();
}

/** Next would answer HEAD by running GET, and so spend the code. */
export async function HEAD(): Promise<Response> {
  return notFoundResponse();
}
