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
    deleted_at: z.coerce.date().nullish(),
    type: z.string(),
  })
  .transform((wire) => ({
    id: wire.id,
    /** `oauth_connection`. */
    type: wire.type,
    groupId: wire.group_id,
    oauthApplicationId: wire.oauth_application_id,
    /** `active` or `inactive`; Increase may add others. */
    status: wire.status,
    createdAt: wire.created_at,
    deletedAt: wire.deleted_at ?? null,
  }));

export type OAuthConnection = z.output<typeof oauthConnection>;

const page = z
  .object({ data: z.array(oauthConnection), next_cursor: z.string().nullable() })
  .transform((wire) => ({ connections: wire.data, nextCursor: wire.next_cursor }));

/**
 * One page of connections, active and inactive, newest first.
 * https://increase.com/documentation/api/oauth-connections
 * @throws UpstreamError
 */
export async function listOAuthConnections(
  { sdk }: PlatformClient,
  { cursor, oauthApplicationId }: { cursor?: string; oauthApplicationId?: string } = {},
): Promise<z.output<typeof page>> {
  const request = sdk.oauthConnections.list({
    limit: 100,
    cursor,
    oauth_application_id: oauthApplicationId,
    // Left out, Increase lists the active ones alone.
    status: { in: ["active", "inactive"] },
  });
  return call(request, page);
}

/** https://increase.com/documentation/api/oauth-connections @throws UpstreamError */
export async function getOAuthConnection({ sdk }: PlatformClient, id: string): Promise<OAuthConnection> {
  return call(sdk.oauthConnections.retrieve(id), oauthConnection);
}
