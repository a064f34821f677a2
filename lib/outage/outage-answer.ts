import "server-only";
import { writeOutagePage } from "./outage-page";

export const unavailablePath = "/unavailable";
/** Under this name that page is told where somebody came from. */
export const fromParameter = "from";

export function unavailablePathFrom(path: string): string {
  return `${unavailablePath}?${new URLSearchParams({ [fromParameter]: path })}`;
}

const retryAfterSeconds = 5;

/** It may have gone away in the midst of a change: what was done then, only the next look can tell. */
export const outageWords =
  "The portal’s database does not answer just now. Nothing is lost: try again in a moment, and look first whether what you sent was done.";

type Asked = {
  headers: Headers;
  requestId: string;
  /** A path of our own. Null: this address, once more. */
  retryHref: string | null;
};

/** The nonce of this request's policy, from where Next takes it too. */
function readNonce(headers: Headers): string | null {
  return /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? null;
}

/** The page for a person, and the same words as JSON for a script: a browser that goes somewhere asks for HTML. */
export function outageAnswer({ headers, requestId, retryHref }: Asked): Response {
  const shared = { "cache-control": "no-store", "retry-after": String(retryAfterSeconds) };
  if (headers.get("accept")?.includes("text/html") !== true) {
    const error = { code: "database_unavailable", message: outageWords, request_id: requestId };
    return Response.json({ error }, { status: 503, headers: shared });
  }
  return new Response(writeOutagePage({ requestId, nonce: readNonce(headers), retryHref }), {
    status: 503,
    headers: { ...shared, "content-type": "text/html; charset=utf-8" },
  });
}
