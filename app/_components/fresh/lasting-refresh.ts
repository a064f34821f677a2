import { waitMs } from "./wait-ms";
import { isAttended, type Life } from "./watch-life";

const longestAnswerMs = 60_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Request = Parameters<typeof fetch>;

/** The whole answer, or null where the portal did not give one this time. */
async function tryOnce(plain: typeof fetch, [address, init]: Request): Promise<Response | null> {
  try {
    const response = await plain(address, { ...init, signal: AbortSignal.timeout(longestAnswerMs) });
    if (response.status === 429 || response.status >= 500) return null;
    // A connection that is lost in the middle is found here, while the page still stands.
    await response.clone().arrayBuffer();
    return response;
  } catch {
    return null;
  }
}

async function fetchUntilAnswered(plain: typeof fetch, request: Request, life: Life): Promise<Response> {
  for (let failures = 1; ; failures += 1) {
    const response = await tryOnce(plain, request);
    if (response !== null) return response;
    do await pause(waitMs(failures, Math.random()));
    while (!isAttended(life) || !navigator.onLine);
  }
}

/**
 * Makes the page anew. Next answers one failed request of a refresh by leaving the page, and what was typed on it, for
 * the browser's own error page. A probe before would not do, and costs Increase a page: so the request itself lasts.
 */
export function refreshLastingly(refresh: () => void, life: Life): void {
  const plain = window.fetch;
  window.fetch = (...request) => {
    if (!new Headers(request[1]?.headers).has("rsc")) return plain(...request);
    window.fetch = plain;
    return fetchUntilAnswered(plain, request, life);
  };
  refresh();
}
