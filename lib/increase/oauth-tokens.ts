import "server-only";
import { z } from "zod";
import { Secret } from "../vault";
import { reveal } from "../vault/reveal";
import { call, type IncreaseGateway } from "./client";
import type { CallTags } from "./observe";

const oauthToken = z
  .object({ access_token: z.string().min(1), group_id: z.string().min(1).optional() })
  .transform((wire) => ({ token: new Secret(wire.access_token), groupId: wire.group_id ?? null }));

export type OAuthToken = z.output<typeof oauthToken>;

/**
 * Exchanges an authorization code, once: a code lives 60 seconds and works one time.
 * `groupId` is null where Increase does not name it.
 * https://increase.com/documentation/oauth
 * @throws UpstreamError
 */
export async function exchangeAuthorizationCode(
  increase: IncreaseGateway,
  code: string,
): Promise<OAuthToken> {
  const { sdk } = increase.platform("live");
  const answer = sdk.oauthTokens.create({
    grant_type: "authorization_code",
    client_id: increase.clientId,
    client_secret: reveal(increase.clientSecret),
    code,
  });
  return call(answer, oauthToken);
}

/**
 * Mints a sandbox token from the group's live one, with the platform's sandbox key. The live token goes to
 * Increase's sandbox in the body, and nowhere else.
 * https://increase.com/documentation/oauth
 * @throws UpstreamError
 */
export async function exchangeProductionToken(
  increase: IncreaseGateway,
  productionToken: Secret,
  tags?: CallTags,
): Promise<OAuthToken> {
  const { sdk } = increase.platform("sandbox", tags);
  const answer = sdk.oauthTokens.create({
    grant_type: "production_token",
    production_token: reveal(productionToken),
  });
  return call(answer, oauthToken);
}
