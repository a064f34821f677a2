import "server-only";

/** What fits into a flow cookie. */
const longest = 100;
/** A list with all its filters; the staff's Auth.js has a cookie for it alone. */
const longestOfStaff = 500;

/** What a page is without all that narrows it: an account's page, on its side. */
function withoutFilters({ pathname, searchParams }: URL): string {
  const environment = searchParams.get("environment");
  return environment === null ? pathname : `${pathname}?${new URLSearchParams({ environment })}`;
}

/**
 * A path on this site, without its filters where it is too long with them, or `/`.
 * Attack: `//evil.example`, `/\evil.example` or `https://evil.example` as the place to go after a sign-in.
 */
export function parseCallbackUrl(value: unknown, siteOrigin: string, mostCharacters = longest): string {
  if (typeof value !== "string" || !value.startsWith("/") || !URL.canParse(value, siteOrigin)) return "/";
  const url = new URL(value, siteOrigin);
  // Attack: `/.//evil.example` or `/%2e//evil.example`: its path, once read, is another site's address.
  if (url.origin !== siteOrigin || url.pathname.startsWith("//")) return "/";
  const paths = [`${url.pathname}${url.search}`, withoutFilters(url)];
  // Measured as it will stand in the flow cookie: encoding can make a short text nine times as long.
  return paths.find((path) => path.length <= mostCharacters) ?? "/";
}

/** Where a customer goes after signing in: as asked, unless that is another group's page. */
export function destinationFor(callbackUrl: string, groupId: string): string {
  const home = `/groups/${encodeURIComponent(groupId)}`;
  const isOwnPage = callbackUrl === home || ["/", "?"].some((end) => callbackUrl.startsWith(home + end));
  return isOwnPage ? callbackUrl : home;
}

export const staffHome = "/admin";

/** Where one of the staff goes after signing in: a page of the staff, whatever was asked for. */
export function parseStaffCallbackUrl(value: unknown, siteOrigin: string): string {
  const path = parseCallbackUrl(value, siteOrigin, longestOfStaff);
  const isStaffPage = path === staffHome || ["/", "?"].some((end) => path.startsWith(staffHome + end));
  return isStaffPage && !path.startsWith("/admin/sign-in") ? path : staffHome;
}
