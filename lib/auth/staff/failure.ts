import { z } from "zod";

/** Why one of the staff is not signed in: the closed set that `/admin/sign-in?reason=` explains. */
export const staffSignInReason = z.enum([
  "again",
  "denied",
  "state",
  "refused",
  "issuer_unavailable",
  "email_unverified",
  "not_staff",
  "internal",
]);

export type StaffSignInReason = z.output<typeof staffSignInReason>;
