import "server-only";
import { z } from "zod";
import { call, type PlatformClient } from "./client";

const oauthApplication = z
  .object({ id: z.string(), client_id: z.string(), status: z.string() })
  .transform((wire) => ({ id: wire.id, clientId: wire.client_id, status: wire.status }));

export type OAuthApplication = z.output<typeof oauthApplication>;

const page = z.object({ data: z.array(oauthApplication) });

/** The platform's first hundred applications. https://increase.com/documentation/api/oauth-applications @throws UpstreamError */
export async function listOAuthApplications({ sdk }: PlatformClient): Promise<OAuthApplication[]> {
  const { data } = await call(sdk.oauthApplications.list({ limit: 100 }), page);
  return data;
}
