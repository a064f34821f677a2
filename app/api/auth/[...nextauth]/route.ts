import { after, type NextRequest } from "next/server";
import { customerAuth, getContext } from "@/lib/auth/session";
import { endSignIn, toSignInResponse } from "@/lib/auth/sign-in-callback";
import { findConnectionId } from "@/lib/connections";
import { notFoundResponse, route } from "@/lib/route";

const callbackPath = "/api/auth/callback/increase";
const signOutPath = "/api/auth/signout";

/** The callback of a sign-in. Auth.js's other pages stay closed: none of them is used, each is attack surface. */
export const GET = route(async (request: NextRequest) => {
  if (request.nextUrl.pathname !== callbackPath) return notFoundResponse();
  const context = await getContext();
  const outcome = await endSignIn(request, context, customerAuth());
  const { log, requestId } = context;
  if (outcome.kind === "failed") log.warn({ requestId, reason: outcome.reason }, "a sign-in failed");
  if (outcome.kind === "signed_in") {
    const { connected } = outcome;
    after(async () => {
      try {
        await findConnectionId({ ...context, actor: { kind: "system" } }, connected);
      } catch (error) {
        log.warn({ err: error, requestId, ...connected }, "Increase's id of a connection is not known yet");
      }
    });
  }
  return toSignInResponse(request, outcome, context);
});

export const POST = route(async (request: NextRequest) =>
  request.nextUrl.pathname === signOutPath ? customerAuth().handlers.POST(request) : notFoundResponse(),
);

// Next would answer HEAD by running GET, and so spend the code.
export const HEAD = async () => notFoundResponse();
