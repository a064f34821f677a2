import type { NextRequest } from "next/server";
import { staffHome } from "@/lib/auth/callback-url";
import { noteSignIn } from "@/lib/auth/note-sign-in";
import { getStaffContext, staffAuth } from "@/lib/auth/session";
import {
  endStaffSignIn,
  staffCallbackPath,
  toStaffSignInResponse,
  type StaffSignInOutcome,
} from "@/lib/auth/staff/callback";
import { findOutage } from "@/lib/outage/find-outage";
import { outageAnswer } from "@/lib/outage/outage-answer";
import { readRequestId } from "@/lib/http/request-id";
import { notFoundResponse } from "@/lib/route";
import { services } from "@/lib/services";

/** The callback of a sign-in of the staff. Auth.js's other endpoints stay closed: none is used. */
export async function GET(request: NextRequest): Promise<Response> {
  if (request.nextUrl.pathname !== staffCallbackPath) return notFoundResponse();
  const { env } = services();
  const requestId = await readRequestId();
  const log = services().log.child({ requestId });
  let outcome: StaffSignInOutcome;
  try {
    outcome = await endStaffSignIn(request, await getStaffContext(), staffAuth());
  } catch (error) {
    const isOutage = (await findOutage(error, requestId)) !== null;
    if (isOutage) return outageAnswer({ headers: request.headers, requestId, retryHref: null });
    log.error({ err: error }, "a sign-in of the staff could not be ended");
    outcome = { kind: "failed", reason: "internal", destination: staffHome };
  }
  noteSignIn("staff", outcome);
  if (outcome.kind === "failed") {
    log.warn({ reason: outcome.reason }, "a sign-in of the staff failed");
  }
  return toStaffSignInResponse(request, outcome, { env, requestId });
}

export async function POST(): Promise<Response> {
  return notFoundResponse();
}

/** Next would answer HEAD by running GET, and so spend the code. */
export async function HEAD(): Promise<Response> {
  return notFoundResponse();
}
