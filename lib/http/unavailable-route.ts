import "server-only";
import { parseCallbackUrl } from "../auth/callback-url";
import { fromParameter, outageAnswer } from "../outage/outage-answer";
import { readRequestId } from "./request-id";
import { services } from "../services";

/** A list of the staff's with all its filters. */
const longest = 1_000;

export function readRetryHref(url: string, siteOrigin: string): string {
  // Attack: `?from=//evil.example` as what "Try again" leads to.
  return parseCallbackUrl(new URL(url).searchParams.get(fromParameter), siteOrigin, longest);
}

/**
 * Where a page sends its reader that has met an outage: a page itself can answer no 503. Always the same, also when
 * the database is back: a way back by itself would be a loop for a page that fails while the rest is well.
 */
export async function answerUnavailable(request: Request): Promise<Response> {
  return outageAnswer({
    headers: request.headers,
    requestId: await readRequestId(),
    retryHref: readRetryHref(request.url, services().env.AUTH_URL),
  });
}
