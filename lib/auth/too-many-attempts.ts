import "server-only";
import { answerByHand } from "../http/hand-written-page";

type Refusal = {
  retryAfterSeconds: number;
  /** The page that the sign-in began on. */
  startPath: "/" | "/admin/sign-in";
  requestId: string;
};

/** The answer to a sign-in that is one too many: 429, and when to come back. */
export function tooManyAttempts(
  requestHeaders: Headers,
  { retryAfterSeconds, startPath, requestId }: Refusal,
): Response {
  const seconds = retryAfterSeconds === 1 ? "1 second" : `${retryAfterSeconds} seconds`;
  return answerByHand(requestHeaders, {
    status: 429,
    retryAfterSeconds,
    title: "Too many attempts",
    paragraphs: [
      "More sign-ins were attempted within a minute than this portal takes. Nothing was changed, and a session that you have goes on.",
      `Wait ${seconds}, then begin again.`,
    ],
    link: { href: startPath, label: "Begin again" },
    requestId,
  });
}
