import { z } from "zod";
import { defineEndpoint } from "../endpoint";
import type { Call } from "../endpoint";
import { errorOfType, invalidParameters } from "../errors";
import { platform } from "../platform";
import { noParameters } from "../query";
import { exchangeCode, exchangeProductionToken } from "../state/grants";
import { groupIdIn } from "../state/groups";
import type { AccessToken } from "../state/records";
import type { World } from "../state/world";
import type { OAuthToken } from "../wire";

const field = z.string().min(1).max(200);

const Body = z.discriminatedUnion("grant_type", [
  z.strictObject({
    grant_type: z.literal("authorization_code"),
    client_id: field,
    client_secret: field,
    code: field,
  }),
  z.strictObject({ grant_type: z.literal("production_token"), production_token: field }),
]);
type Body = z.infer<typeof Body>;

/** https://increase.com/documentation/oauth. No idempotency here: a code is good once. */
export const oauthTokenEndpoints = [
  defineEndpoint({
    method: "POST",
    path: "/oauth/tokens",
    access: "platform",
    query: noParameters,
    body: Body,
    handle: (call) => toWireToken(call.world, issue(call)),
  }),
];

function issue({ world, environment, body }: Call<unknown, Body>): AccessToken {
  const isSandbox = environment === "sandbox";
  if (body.grant_type === "production_token") {
    if (!isSandbox) throw wrongGrant("production_token is for the sandbox only");
    return exchangeProductionToken(world, body.production_token);
  }
  if (isSandbox && world.state.switches.sandbox_authorization_code === "refused") {
    throw wrongGrant("authorization_code is for production only");
  }
  checkClient(world, body);
  return exchangeCode(world, environment, body.code);
}

function checkClient(world: World, given: { client_id: string; client_secret: string }): void {
  const wrong =
    given.client_id !== platform.application.clientId
      ? "client_id"
      : given.client_secret !== platform.clientSecret
        ? "client_secret"
        : null;
  if (wrong === null) return;
  const type = world.state.switches.client_credentials_error;
  const message = `This ${wrong} is wrong.`;
  throw errorOfType(
    type,
    message,
    type === "invalid_parameters_error" ? { errors: [{ field: wrong, message }] } : {},
  );
}

function wrongGrant(message: string) {
  return invalidParameters({ field: "grant_type", message });
}

/** The response of before 2025-10-07 had no group_id; a switch brings it back. */
function toWireToken(world: World, token: AccessToken): OAuthToken | Omit<OAuthToken, "group_id"> {
  const group = world.groups.get(token.groupId);
  const withoutGroup = { access_token: token.token, token_type: "bearer", type: "oauth_token" } as const;
  if (!group || world.state.switches.token_response_group_id === "absent") return withoutGroup;
  return { ...withoutGroup, group_id: groupIdIn(world, token.environment, group) };
}
