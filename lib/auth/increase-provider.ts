import "server-only";
import { customFetch } from "next-auth";
import type { OAuthConfig } from "next-auth/providers";
import { exchangeAuthorizationCode, getCurrentGroup, UpstreamError, type Group } from "../increase";
import { currentFlowRun, failFlow } from "./flow-run";
import type { SignInFailureReason } from "./sign-in-failure";

export const increaseProviderId = "increase";

/** Stands in Auth.js's objects where the token would be; the token itself waits in the flow run. */
const heldElsewhere = "held-in-the-flow-run";

function reasonOfExchange(error: unknown): SignInFailureReason {
  if (!(error instanceof UpstreamError)) return "internal";
  switch (error.kind) {
    case "timeout":
      return "increase_timeout";
    case "unavailable":
    case "rate_limited":
      return "increase_unavailable";
    case "unauthorized":
    case "forbidden":
      return "platform_key_refused";
    case "not_found":
    case "invalid": {
      const words = `${error.problem.title ?? ""} ${error.problem.detail ?? ""}`;
      return /client[ _]?(id|secret)/i.test(words) ? "client_refused" : "code_refused";
    }
  }
}

function reasonOfGroupRead(error: unknown): SignInFailureReason {
  if (!(error instanceof UpstreamError)) return "internal";
  if (error.kind === "timeout") return "increase_timeout";
  return error.kind === "unavailable" || error.kind === "rate_limited"
    ? "increase_unavailable"
    : "token_refused";
}

/** Auth.js's token request, made by lib/increase instead: JSON, the platform's key, once, in a few seconds. */
async function exchange(_url: unknown, init?: RequestInit): Promise<Response> {
  const run = currentFlowRun();
  const form = new URLSearchParams(init?.body instanceof URLSearchParams ? init.body : undefined);
  const code = form.get("code");
  if (code === null) throw failFlow("code_missing");
  try {
    run.token = await exchangeAuthorizationCode(run.context.increase, code);
  } catch (error) {
    throw failFlow(reasonOfExchange(error), error);
  }
  return Response.json({ access_token: heldElsewhere, token_type: "bearer" });
}

/** Asks Increase whose the token is, with the token itself. */
async function readGroup(): Promise<Group> {
  const { token, context, flow } = currentFlowRun();
  if (token === undefined) throw failFlow("internal");
  let group: Group;
  try {
    group = await getCurrentGroup(context.increase.group(token.token, "live"));
  } catch (error) {
    throw failFlow(reasonOfGroupRead(error), error);
  }
  // Attack: an answer to the exchange that names one group and holds the token of another.
  if (token.groupId !== null && token.groupId !== group.id) throw failFlow("group_mismatch");
  // Attack: a connect link made for one customer, opened and approved by another.
  if (flow.expectedGroupId !== null && flow.expectedGroupId !== group.id) throw failFlow("group_unexpected");
  return group;
}

/**
 * Sign in with Increase: OAuth 2.0 authorization code flow. The identity is the group.
 * https://increase.com/documentation/oauth
 */
export function increaseProvider(options: {
  clientId: string;
  authorizeUrl: string;
  apiUrl: string;
}): OAuthConfig<Group> {
  return {
    id: increaseProviderId,
    name: "Increase",
    type: "oauth",
    clientId: options.clientId,
    clientSecret: heldElsewhere,
    client: { token_endpoint_auth_method: "client_secret_post" },
    checks: ["state"],
    authorization: { url: options.authorizeUrl, params: { scope: "read_only" } },
    token: { url: `${options.apiUrl}/oauth/tokens` },
    userinfo: { url: `${options.apiUrl}/groups/current`, request: readGroup },
    profile: (group) => ({ id: group.id }),
    [customFetch]: exchange,
  };
}
