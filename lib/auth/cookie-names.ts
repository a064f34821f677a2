import "server-only";

const isHttps = (siteOrigin: string) => siteOrigin.startsWith("https:");

/**
 * Attack: a sibling subdomain sets its own flow or session cookie for the whole domain. Browsers take a
 * `__Host-` cookie from the portal's own host alone; the prefix needs https.
 */
const prefixFor = (siteOrigin: string) => (isHttps(siteOrigin) ? "__Host-" : "");

export function sessionCookieName(siteOrigin: string): string {
  return `${prefixFor(siteOrigin)}authjs.session-token`;
}

/** Auth.js reads it wherever it runs; the portal never sets it. */
export function callbackUrlCookieName(siteOrigin: string): string {
  return `${prefixFor(siteOrigin)}authjs.callback-url`;
}

/** The staff's cookies: one browser may hold a session of each kind, and neither is ever read for the other. */
export function staffCookieName(siteOrigin: string, name: string): string {
  return `${prefixFor(siteOrigin)}staff.${name}`;
}

export function staffSessionCookieName(siteOrigin: string): string {
  return staffCookieName(siteOrigin, "session-token");
}

export function flowCookiePrefix(siteOrigin: string): string {
  return `${prefixFor(siteOrigin)}flow.`;
}

export function flowCookieName(id: string, siteOrigin: string): string {
  return `${flowCookiePrefix(siteOrigin)}${id}`;
}

/** For setting and for removing: a browser ignores a removal whose attributes break the prefix's rule. */
export function cookieAttributes(siteOrigin: string) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps(siteOrigin) } as const;
}
