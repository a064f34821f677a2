/** `over`: who asks may not, or not any more. `unknown`: no answer of ours came, so ask again later. */
export type Answer =
  | { kind: "same" }
  | { kind: "version"; version: number; tag: string | null }
  | { kind: "over" }
  | { kind: "unknown" };

const longestAnswerMs = 10_000;

function readVersion(body: unknown): number | null {
  if (typeof body !== "object" || body === null || !("version" in body)) return null;
  return typeof body.version === "number" ? body.version : null;
}

async function toAnswer(response: Response): Promise<Answer> {
  if (response.status === 304) return { kind: "same" };
  if ([401, 403, 404].includes(response.status)) return { kind: "over" };
  const version = response.ok ? readVersion(await response.json()) : null;
  return version === null
    ? { kind: "unknown" }
    : { kind: "version", version, tag: response.headers.get("etag") };
}

/** Asks once for the version. Never rejects. */
export async function ask(url: string, tag: string | null, aborter: AbortController): Promise<Answer> {
  const timer = setTimeout(() => aborter.abort(), longestAnswerMs);
  try {
    const headers: HeadersInit = tag === null ? {} : { "If-None-Match": tag };
    return await toAnswer(await fetch(url, { headers, cache: "no-store", signal: aborter.signal }));
  } catch {
    return { kind: "unknown" };
  } finally {
    clearTimeout(timer);
  }
}
