import "server-only";
import { answerByHand } from "../http/hand-written-page";

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

/** The page for a person, and the same words as JSON for a script: a browser that goes somewhere asks for HTML. */
export function outageAnswer({ headers, requestId, retryHref }: Asked): Response {
  if (headers.get("accept")?.includes("text/html") !== true) {
    const error = { code: "database_unavailable", message: outageWords, request_id: requestId };
    const shared = { "cache-control": "no-store", "retry-after": String(retryAfterSeconds) };
    return Response.json({ error }, { status: 503, headers: shared });
  }
  return answerByHand(headers, {
    status: 503,
    retryAfterSeconds,
    title: "This page is not available just now",
    paragraphs: [
      "The portal’s database does not answer. Your accounts at Increase have no part in this, and nothing that the portal has confirmed is lost. It usually passes within a minute.",
      "If you have just sent a form, go back: your browser still has what you typed. Look first whether it was done, then send it again.",
    ],
    // An empty address is this one, with its query: also of a sign-in's callback, which may still end.
    link: { href: retryHref ?? "", label: "Try again" },
    requestId,
  });
}
