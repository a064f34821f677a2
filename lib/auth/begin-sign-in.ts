import "server-only";
import type { OAuthScope } from "../connections";
import type { Services } from "../services";
import { parseCallbackUrl } from "./callback-url";
import { cookieAttributes, flowCookieName } from "./cookie-names";
import { flowLifetimeMs, newFlowId, sealFlow, surplusFlowCookies } from "./flow-cookie";

export type SignInRequest = {
  callbackUrl?: unknown;
  scope?: OAuthScope;
  expectedGroupId?: string | null;
  connectLinkId?: string | null;
};

export type SetCookie = {
  name: string;
  value: string;
  attributes: ReturnType<typeof cookieAttributes> & { maxAge: number };
};

export type BegunSignIn = {
  authorizeUrl: string;
  /** The new flow's cookie, and the removal of this browser's oldest ones, so that its cookies stay small. */
  cookies: SetCookie[];
};

/**
 * Begins a sign-in: the one function that every sign-in starts with. Only the documented parameters go to
 * Increase; all else waits in the flow cookie. https://increase.com/documentation/oauth
 * @param cookieNames of all cookies that the browser has sent
 * @throws nothing that a visitor could cause: an invalid `callbackUrl` leads to `/`
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
  const cookie = (name: string, content: string, maxAge: number): SetCookie => ({
    name,
    value: content,
    attributes: { ...cookieAttributes(env.AUTH_URL), maxAge },
  });
  const authorizeUrl = new URL(env.INCREASE_AUTHORIZE_URL);
  authorizeUrl.searchParams.set("client_id", env.INCREASE_CLIENT_ID);
  authorizeUrl.searchParams.set("state", id);
  authorizeUrl.searchParams.set("scope", scope);
  return {
    authorizeUrl: authorizeUrl.href,
    cookies: [
      ...surplusFlowCookies(cookieNames, env.AUTH_URL).map((name) => cookie(name, "", 0)),
      cookie(flowCookieName(id, env.AUTH_URL), value, flowLifetimeMs / 1000),
    ],
  };
}
