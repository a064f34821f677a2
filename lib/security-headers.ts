import "server-only";

/** On every answer of the portal. What a signed-in person sees is never kept by a cache. */
export const securityHeaders: Record<string, string> = {
  "cache-control": "private, no-store",
  vary: "Cookie",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // `no-referrer` would make Chromium send `Origin: null` from forms without JavaScript, which Next refuses.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** Chromium holds every redirect that follows a form to `form-action`: the consent page must be in it. */
function formTargets(authorizeUrl: string | undefined): string {
  if (authorizeUrl === undefined) return "'self'";
  const { origin, hostname } = new URL(authorizeUrl);
  const isIncrease = hostname === "increase.com" || hostname.endsWith(".increase.com");
  return isIncrease ? `'self' ${origin} https://*.increase.com` : `'self' ${origin}`;
}

export function contentSecurityPolicy(options: {
  nonce: string;
  authorizeUrl: string | undefined;
  isDevelopment: boolean;
}): string {
  const { nonce, authorizeUrl, isDevelopment } = options;
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "manifest-src 'self'",
    `form-action ${formTargets(authorizeUrl)}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}
