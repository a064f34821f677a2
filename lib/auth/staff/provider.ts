import "server-only";
import { customFetch } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import { z } from "zod";
import type { Env } from "../../env";

export const staffProviderId = "staff";

/** Seconds of an issuer that does not answer are seconds of a person who waits. */
const issuerTimeoutMs = 5_000;

export const StaffProfile = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.boolean().optional().catch(false),
  name: z.string().max(200).optional().catch(undefined),
  auth_time: z.number().optional().catch(undefined),
});
export type StaffProfile = z.output<typeof StaffProfile>;

const boundedFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, redirect: "error", signal: AbortSignal.timeout(issuerTimeoutMs) });

/**
 * Any OpenID Connect issuer, found by its discovery document. Authorization code with PKCE, nonce and state.
 * https://openid.net/specs/openid-connect-core-1_0.html
 */
export function staffProvider(env: Env): OIDCConfig<StaffProfile> {
  return {
    id: staffProviderId,
    name: "Staff",
    type: "oidc",
    issuer: env.STAFF_OIDC_ISSUER,
    clientId: env.STAFF_OIDC_CLIENT_ID,
    clientSecret: env.STAFF_OIDC_CLIENT_SECRET,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    // Auth.js keeps nothing of this: who comes in is decided by admitStaff, from the claims themselves.
    profile: (profile) => ({ id: profile.sub }),
    [customFetch]: boundedFetch,
  };
}
