import "server-only";
import { z } from "zod";
import type { StaffSignInReason } from "./failure";

/** Auth.js's errors by their own types: class names are minified. */
const reasonOf: Record<string, StaffSignInReason> = {
  InvalidCheck: "state",
  OAuthCallbackError: "refused",
  CallbackRouteError: "issuer_unavailable",
};

/** oauth4webapi's codes of an issuer that answered, and said no: a used code, a wrong secret, another's nonce. */
const refusals = new Set([
  "OAUTH_RESPONSE_BODY_ERROR",
  "OAUTH_WWW_AUTHENTICATE_CHALLENGE",
  "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
]);

const coded = z.object({ code: z.string() });
const wrapped = z.object({ cause: z.object({ err: z.instanceof(Error) }) });

/** The error that Auth.js wrapped, where it did: its own says little. */
export function unwrapAuthError(error: Error): Error {
  const parsed = wrapped.safeParse(error);
  return parsed.success ? parsed.data.cause.err : error;
}

/** Why a sign-in of the staff failed, from an error that Auth.js reports. */
export function readFailure(error: Error): StaffSignInReason {
  const parsed = coded.safeParse(unwrapAuthError(error));
  if (parsed.success && refusals.has(parsed.data.code)) return "refused";
  const type = "type" in error ? String(error.type) : "";
  return reasonOf[type] ?? "internal";
}
