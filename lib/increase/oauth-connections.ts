import "server-only";
import { z } from "zod";
import { call, type PlatformClient } from "./client";

const oauthConnection = z
  .object({
    id: z.string(),
    group_id: z.string(),
    oauth_application_id: z.string(),
    status: z.string(),
    created_at: z.coerce.date(),
  })
  .transform((wire) => ({
    id: wire.id,
    groupId: wire.group_id,
    oauthApplicationId: wire.oauth_application_id,
    status: wire.status,
    createdAt: wire.created_at,
  }));

export type OAuthConnection = z.output<typeof oauthConnection>;

const page = z
  .object({ data: z.array(oauthConnection), next_cursor: z.string().nullable() })
  .transform((wire) => ({ connections: wire.data, nextCursor: wire.next_cursor }));

/** One page of active connections. https://increase.com/documentation/api/oauth-connections @throws UpstreamError */
export async function listOAuthConnections(
  { sdk }: PlatformClient,
  { cursor, oauthApplicationId }: { cursor?: string; oauthApplicationId?: string } = {},
): Promise<z.output<typeof page>> {
  const query = { limit: 100, cursor, oauth_application_id: oauthApplicationId };
  return call(sdk.oauthConnections.list(query), page);
}
