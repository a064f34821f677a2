import "server-only";
import { z } from "zod";
import { call, type PlatformClient } from "./client";

const oauthApplication = z
  .object({
    id: z.string(),
    client_id: z.string(),
    name: z.string().nullish(),
    status: z.string(),
    created_at: z.coerce.date(),
    deleted_at: z.coerce.date().nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    clientId: wire.client_id,
    name: wire.name ?? null,
    /** `active` or `deleted`; Increase may add others. */
    status: wire.status,
    createdAt: wire.created_at,
    deletedAt: wire.deleted_at ?? null,
  }));

export type OAuthApplication = z.output<typeof oauthApplication>;

const page = z.object({ data: z.array(oauthApplication), next_cursor: z.string().nullable() });

/** All of the platform's applications. https://increase.com/documentation/api/oauth-applications @throws UpstreamError */
export async function listOAuthApplications({ sdk }: PlatformClient): Promise<OAuthApplication[]> {
  const all: OAuthApplication[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const { data, next_cursor } = await call(sdk.oauthApplications.list({ limit: 100, cursor }), page);
    all.push(...data);
    // A cursor that comes again would lead round for ever.
    cursor = next_cursor === null || seen.has(next_cursor) ? undefined : next_cursor;
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined);
  return all;
}
