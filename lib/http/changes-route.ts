import "server-only";
import { readChange } from "../banking";
import type { Context } from "../context";
import { route } from "../route";

/**
 * Whether If-None-Match names the tag: alone or in a list, weak or not. Cache-Control is not looked at, as the usual
 * libraries do: a browser adds `no-cache` to every fetch that asks so.
 */
function isNamed(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return [...ifNoneMatch.matchAll(/"[^"]*"/g)].some(([named]) => named === tag);
}

type Params = { params: Promise<{ group_id: string }> };

/** Answers an open page that asks whether it is still up to date: 304, or the version that there is now. */
export function changesRoute(readContext: () => Promise<Context>) {
  return route(async (request: Request, { params }: Params) => {
    const { group_id: groupId } = await params;
    const asked = new URL(request.url).searchParams.get("environment");
    const environment = asked === "sandbox" ? "sandbox" : "live";
    const { version } = await readChange(await readContext(), { groupId, environment });
    const tag = `"${environment}-${version}"`;
    const headers = { etag: tag, "cache-control": "private, no-store" };
    return isNamed(request.headers.get("if-none-match"), tag)
      ? new Response(null, { status: 304, headers })
      : Response.json({ version }, { headers });
  });
}
