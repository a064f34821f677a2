import "server-only";
import type { OAuthScope } from "../connections";
import type { Services } from "../services";
import { parseCallbackUrl } from "./callback-url";
import { flowCookieName, flowLifetimeMs, newFlowId, sealFlow, surplusFlowCookies } from "./flow-cookie";

export type SignInRequest = {
  callbackUrl?: unknown;
  scope?: OAuthScope;
  expectedGroupId?: string | null;
  connectLinkId?: string | null;
};

export type BegunSignIn = {
  authorizeUrl: string;
  cookie: { name: string; value: string; maxAgeSeconds: number; isSecure: boolean };
  /** Oldest flows of this browser, to be forgotten so that its cookies stay small. */
  surplusCookies: string[];
};

/**
 * Begins a sign-in: the one function that every sign-in starts with. Only the documented parameters go to
 * Increase; all else waits in the flow cookie. https://increase.com/documentation/oauth
 */
export function beginSignIn(
  { env, now }: Pick<Services, "env" | "now">,
  request: SignInRequest,
  cookieNames: readonly string[],
): BegunSignIn {
  const id = newFlowId();
  const scope = request.scope ?? env.INCREASE_SCOPE;
  const value = sealFlow(
    {
      id,
      scope,
      callbackUrl: parseCallbackUrl(request.callbackUrl, env.AUTH_URL),
      expectedGroupId: request.expectedGroupId ?? null,
      connectLinkId: request.connectLinkId ?? null,
      expiresAt: new Date(now().getTime() + flowLifetimeMs),
    },
    env.AUTH_SECRET,
  );
  const authorizeUrl = new URL(env.INCREASE_AUTHORIZE_URL);
  authorizeUrl.searchParams.set("client_id", env.INCREASE_CLIENT_ID);
  authorizeUrl.searchParams.set("state", id);
  authorizeUrl.searchParams.set("scope", scope);
  return {
    authorizeUrl: authorizeUrl.href,
    cookie: {
      name: flowCookieName(id),
      value,
      maxAgeSeconds: flowLifetimeMs / 1000,
      isSecure: env.AUTH_URL.startsWith("https:"),
    },
    surplusCookies: surplusFlowCookies(cookieNames),
  };
}
