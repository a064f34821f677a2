import "server-only";
import NextAuth, { type NextAuthConfig } from "next-auth";
import { connect } from "../connections";
import { AppError } from "../errors";
import type { Services } from "../services";
import { createAdapter } from "./adapter";
import { isFatalAuthError } from "./fatal-auth-error";
import { flowLifetimeMs } from "./flow-cookie";
import { callbackUrlCookieName, cookieAttributes, sessionCookieName } from "./cookie-names";
import { currentFlowRun, failFlow, findFlowRun } from "./flow-run";
import { increaseProvider, increaseProviderId } from "./increase-provider";
import { newSessionToken, sessionIdleMs } from "./session-token";

declare module "next-auth" {
  interface Session {
    /** Of a customer alone. */
    groupId?: string;
    sessionId?: string;
  }
}

async function storeConnection(groupId: string): Promise<void> {
  const run = currentFlowRun();
  if (run.token === undefined) throw failFlow("internal");
  try {
    run.connected = await connect(run.context, {
      groupId,
      provider: increaseProviderId,
      token: run.token.token,
      scope: run.flow.scope,
      presentedSessionHash: run.presentedSessionHash,
      begunAt: new Date(run.flow.expiresAt.getTime() - flowLifetimeMs),
      connectLinkId: run.flow.connectLinkId,
    });
  } catch (error) {
    const isLinkSpent = error instanceof AppError && error.code === "conflict";
    throw failFlow(isLinkSpent ? "link_unusable" : "internal", error);
  }
}

export function customerAuthConfig(services: Services): NextAuthConfig {
  const { env, log } = services;
  return {
    basePath: "/api/auth",
    secret: env.AUTH_SECRET,
    // The origin is AUTH_URL's, whatever Host a request names.
    trustHost: true,
    providers: [
      increaseProvider({
        clientId: env.INCREASE_CLIENT_ID,
        authorizeUrl: env.INCREASE_AUTHORIZE_URL,
        apiUrl: env.INCREASE_API_URL,
      }),
    ],
    adapter: createAdapter(services),
    cookies: {
      sessionToken: { name: sessionCookieName(env.AUTH_URL), options: cookieAttributes(env.AUTH_URL) },
      // Attack: a sibling subdomain plants one that is no address, with which Auth.js finds nobody signed in.
      callbackUrl: { name: callbackUrlCookieName(env.AUTH_URL), options: cookieAttributes(env.AUTH_URL) },
    },
    session: {
      strategy: "database",
      maxAge: sessionIdleMs / 1000,
      updateAge: 60,
      generateSessionToken: newSessionToken,
    },
    pages: { error: "/sign-in/failed" },
    callbacks: {
      async signIn({ account }) {
        if (!account) throw failFlow("internal");
        await storeConnection(account.providerAccountId);
        return true;
      },
      // Built from nothing: spreading `session` would hand the session token to whoever reads it.
      session: ({ session }) => ({
        groupId: session.userId,
        sessionId: session.id,
        expires: session.expires.toISOString(),
      }),
    },
    logger: {
      error(error) {
        if (isFatalAuthError(error)) throw error;
        const lineLog = findFlowRun()?.context.log ?? log;
        lineLog.warn({ err: error }, "Auth.js reported an error");
      },
      warn: (warning) => log.debug({ warning }, "Auth.js warned"),
      debug: () => {},
    },
  };
}

export type CustomerAuth = ReturnType<typeof createCustomerAuth>;

/** The Auth.js instance that customers sign in with. Staff have one of their own. */
export function createCustomerAuth(services: Services) {
  return NextAuth(() => customerAuthConfig(services));
}
