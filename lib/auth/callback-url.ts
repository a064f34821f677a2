import "server-only";

const longest = 100;

/**
 * A path on this site, or `/`.
 * Attack: `//evil.example`, `/\evil.example` or `https://evil.example` as the place to go after a sign-in.
 */
export function parseCallbackUrl(value: unknown, siteOrigin: string): string {
  if (typeof value !== "string" || !value.startsWith("/") || !URL.canParse(value, siteOrigin)) return "/";
  const url = new URL(value, siteOrigin);
  const path = `${url.pathname}${url.search}`;
  // Measured as it will stand in the flow cookie: encoding can make a short text nine times as long.
  return url.origin === siteOrigin && path.length <= longest ? path : "/";
}

/** Where a customer goes after signing in: as asked, unless that is another group's page. */
export function destinationFor(callbackUrl: string, groupId: string): string {
  const home = `/groups/${encodeURIComponent(groupId)}`;
  const isOwnPage = callbackUrl === home || ["/", "?"].some((end) => callbackUrl.startsWith(home + end));
  return isOwnPage ? callbackUrl : home;
}
