import "server-only";
import type { RequestSource } from "../context";
import type { Env } from "../env";
import { readClientAddress } from "./client-address";

const longestUserAgent = 300;

/** Where a request came from, for the audit log and the limits. */
export function readSource(
  headers: Pick<Headers, "get">,
  { TRUSTED_PROXY }: Pick<Env, "TRUSTED_PROXY">,
): RequestSource {
  return {
    ipAddress: readClientAddress(headers, TRUSTED_PROXY),
    userAgent: headers.get("user-agent")?.slice(0, longestUserAgent) ?? null,
  };
}
