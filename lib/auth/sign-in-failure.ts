import { z } from "zod";

/** Why a sign-in did not succeed: the closed set that `/sign-in/failed?reason=` explains. */
export const signInFailureReason = z.enum([
  "denied",
  "state_missing",
  "state_unknown",
  "state_used",
  "state_expired",
  "code_missing",
  "code_refused",
  "platform_key_refused",
  "client_refused",
  "token_refused",
  "increase_unavailable",
  "increase_timeout",
  "group_mismatch",
  "group_unexpected",
  "link_unusable",
  "session_not_started",
  "internal",
]);

export type SignInFailureReason = z.output<typeof signInFailureReason>;
