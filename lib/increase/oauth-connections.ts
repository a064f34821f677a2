import "server-only";
import { z } from "zod";
import { storableText } from "../storable-text";
import { call, type PlatformClient } from "./client";

/** A moment that PostgreSQL can hold. Coerced, null would be 1970. */
const moment = z
  .string()
  .transform((text) => new Date(text))
  .pipe(z.date().min(new Date("0001-01-01T00:00:00Z")).max(new Date("9999-12-31T00:00:00Z")));

const oauthConnection = z
  .object({
    id: storableText,
    group_id: storableText,
    oauth_application_id: storableText,
    status: storableText,
    created_at: moment,
    // An odd one takes nothing from the status: that it has ended is what counts.
    deleted_at: moment.nullish().catch(null),
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
  .object({ data: z.array(z.unknown()), next_cursor: z.string().nullable() })
  .transform(({ data, next_cursor }) => {
    // Attack: one row of an odd form, which hides all the others and every end that they tell of.
    const parsed = data.map((wire) => oauthConnection.safeParse(wire));
    const connections = parsed.flatMap((each) => (each.success ? [each.data] : []));
    return {
      connections,
      nextCursor: next_cursor,
      /** Rows that are no connections as we know them, or hold what can't be kept. */
      unreadable: data.length - connections.length,
    };
  });

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
