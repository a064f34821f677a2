import "server-only";
import NextAuth, { type NextAuthConfig } from "next-auth";
import type { Services } from "../../services";
import { admitStaff } from "../../staff";
import { cookieAttributes, staffCookieName, staffSessionCookieName } from "../cookie-names";
import { isFatalAuthError } from "../fatal-auth-error";
import { newSessionToken, sessionIdleMs } from "../session-token";
import { createStaffAdapter } from "./adapter";
import { provenAt } from "./proven-at";
import { readStaffProfile, staffProvider } from "./provider";
import { readFailure, unwrapAuthError } from "./read-failure";
import { currentStaffRun, findStaffRun, type StaffRun } from "./run";
import type { StaffRole } from "../../context";

declare module "next-auth" {
  interface Session {
    /** Of the staff alone. */
    staff?: { staffId: string; role: StaffRole | undefined; sessionId: string; signedInAt: Date | undefined };
  }
}

const signInPath = "/admin/sign-in";

/** How long a sign-in may take between its two ends, in seconds. */
const checkMaxAge = 15 * 60;

function cookiesFor(siteOrigin: string): NextAuthConfig["cookies"] {
  const options = cookieAttributes(siteOrigin);
  const named = (name: string) => ({ name: staffCookieName(siteOrigin, name), options });
  const short = (name: string) => ({ ...named(name), options: { ...options, maxAge: checkMaxAge } });
  return {
    sessionToken: { name: staffSessionCookieName(siteOrigin), options },
    callbackUrl: named("callback-url"),
    csrfToken: named("csrf-token"),
    pkceCodeVerifier: short("pkce"),
    state: short("state"),
    nonce: short("nonce"),
  };
}

async function admit(userinfo: unknown, idToken: string | undefined): Promise<boolean> {
  const run = currentStaffRun();
  const { context } = run;
  const { iss, sub, email, email_verified, name, auth_time } = readStaffProfile(userinfo, idToken);
  const admission = await admitStaff(context, {
    issuer: iss,
    subject: sub,
    email: email ?? null,
    // Attack: an account at the issuer with somebody else's address, which nobody has verified.
    isEmailVerified: email_verified ?? context.env.STAFF_OIDC_TRUST_EMAIL,
    name: name ?? null,
    presentedSessionHash: run.presentedSessionHash,
  });
  if (!admission.isAdmitted) {
    run.failure ??= admission.reason;
    return false;
  }
  const { staffId } = admission;
  const isFreshnessTrusted = context.env.STAFF_OIDC_TRUST_FRESHNESS;
  const at = provenAt(auth_time, { now: context.now(), isFreshnessTrusted });
  run.admitted = { staffId, subject: sub, provenAt: at };
  return true;
}

/** A refusal of our own is no news: its reason is known, and logged by the route. */
function noteFailure(run: StaffRun, error: Error): void {
  if (run.failure !== undefined) return;
  run.failure = readFailure(error);
  run.cause = unwrapAuthError(error);
}

export function staffAuthConfig(services: Services): NextAuthConfig {
  const { env, log } = services;
  return {
    basePath: "/api/staff/auth",
    secret: env.AUTH_SECRET,
    // The origin is AUTH_URL's, whatever Host a request names.
    trustHost: true,
    providers: [staffProvider(env)],
    adapter: createStaffAdapter(services),
    cookies: cookiesFor(env.AUTH_URL),
    session: {
      strategy: "database",
      maxAge: sessionIdleMs / 1000,
      updateAge: 60,
      generateSessionToken: newSessionToken,
    },
    pages: { error: signInPath, signIn: signInPath },
    callbacks: {
      signIn: ({ profile, account }) => admit(profile, account?.id_token),
      // Built from nothing: spreading `session` would hand the session token to whoever reads it.
      session: ({ session, user }) => ({
        expires: session.expires.toISOString(),
        staff: {
          staffId: session.userId,
          role: user.role,
          sessionId: session.id,
          signedInAt: session.signedInAt,
        },
      }),
    },
    logger: {
      error(error) {
        if (isFatalAuthError(error)) throw error;
        const run = findStaffRun();
        if (run !== null) noteFailure(run, error);
        else log.warn({ err: unwrapAuthError(error) }, "Auth.js reported an error of the staff's sign-in");
      },
      warn: (warning) => log.debug({ warning }, "Auth.js warned"),
      debug: () => {},
    },
  };
}

export type StaffAuth = ReturnType<typeof createStaffAuth>;

/** The Auth.js instance that the staff sign in with. It shares nothing with the customers' but its secret. */
export function createStaffAuth(services: Services) {
  return NextAuth(() => staffAuthConfig(services));
}
