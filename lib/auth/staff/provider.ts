import "server-only";
import { customFetch } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import { z } from "zod";
import { boundedFetch } from "../../bounded-fetch";
import { isSafeAddress, type Env } from "../../env";
import { isStorable } from "../../storable-text";

export const staffProviderId = "staff";

/** Seconds of an issuer that does not answer are seconds of a person who waits. */
const issuerTimeoutMs = 5_000;
const mostIssuerBytes = 1024 * 1024;

const storable = z.string().refine(isStorable);

/** What an issuer says of a person. A claim that is not what it should be is none, or says no. */
const StaffClaims = z.object({
  sub: storable.min(1).max(255),
  email: storable.max(320).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(false),
  name: storable.max(200).optional().catch(undefined),
});
type StaffClaims = z.output<typeof StaffClaims>;

const IdTokenClaims = StaffClaims.extend({
  iss: z.string().min(1),
  auth_time: z.number().optional().catch(0),
});

export type StaffProfile = z.output<typeof IdTokenClaims>;

/** Auth.js has checked the token, and passes on its text alone. */
function readIdToken(idToken: string): StaffProfile {
  const [, payload = ""] = idToken.split(".");
  return IdTokenClaims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
}

/**
 * Who the person is and when they proved it is the ID token's to say. Their address is asked of userinfo: with an
 * access token beside it, an ID token need not hold it. An issuer without one there may have it in the ID token.
 * https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
 */
export function readStaffProfile(userinfo: unknown, idToken: string | undefined): StaffProfile {
  const proven = readIdToken(idToken ?? "");
  const told = StaffClaims.parse(userinfo);
  // The address and its being verified are one statement: never one from here and one from there.
  const { email, email_verified } = told.email === undefined ? proven : told;
  return { ...proven, email, email_verified, name: told.name ?? proven.name };
}

const issuerFetch: typeof fetch = async (input, init) => {
  // Attack: an issuer's document that names an endpoint in clear, to which the client's secret and the tokens then go.
  if (!isSafeAddress(input instanceof Request ? input.url : String(input))) {
    throw new Error("The issuer names an address that is not https");
  }
  const bounds = { timeoutMs: issuerTimeoutMs, mostBytes: mostIssuerBytes };
  return boundedFetch(bounds, input, { ...init, redirect: "error" });
};

/**
 * Any OpenID Connect issuer, found by its discovery document. Authorization code with PKCE, nonce and state.
 * https://openid.net/specs/openid-connect-core-1_0.html
 */
export function staffProvider(env: Env): OIDCConfig<StaffClaims> {
  return {
    id: staffProviderId,
    name: "Staff",
    type: "oidc",
    issuer: env.STAFF_OIDC_ISSUER,
    clientId: env.STAFF_OIDC_CLIENT_ID,
    clientSecret: env.STAFF_OIDC_CLIENT_SECRET,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    // The ID token is checked all the same; userinfo is asked besides, and its `sub` is held to the token's.
    idToken: false,
    // Auth.js keeps nothing of this: who comes in is decided by admitStaff, from the claims themselves.
    profile: (profile) => ({ id: profile.sub }),
    [customFetch]: issuerFetch,
  };
}
