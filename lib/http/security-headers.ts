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
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": withoutFeatures([
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
  ]),
};

/** What no page of ours ever asks a browser for, and so nothing that gets into one may. */
function withoutFeatures(features: string[]): string {
  return features.map((feature) => `${feature}=()`).join(", ");
}

/** Two years, for this host alone: those below it may be somebody else's. A browser that comes by http is not told. */
export function transportHeaders(siteOrigin: string): Record<string, string> {
  return siteOrigin.startsWith("https:") ? { "strict-transport-security": "max-age=63072000" } : {};
}

/** Of an answer that is no page: it loads nothing, leads nowhere, and stands in no frame. */
export const textPolicy = "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/**
 * Hash of `display:none`, which React sets on a streamed part of an SVG until its place is there. Every other style
 * attribute stays forbidden.
 */
const hiddenStyleHash = "'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE='";

/** Chromium holds every redirect that follows a form to `form-action`: the pages that we send people to must be in it. */
function formTargets(urls: string[]): string {
  const origins = urls.flatMap((url) => {
    const { origin, hostname } = new URL(url);
    const isIncrease = hostname === "increase.com" || hostname.endsWith(".increase.com");
    return isIncrease ? [origin, "https://*.increase.com"] : [origin];
  });
  return ["'self'", ...new Set(origins)].join(" ");
}

/** The Content-Security-Policy of one page: what bears its nonce runs, and nobody may frame it. */
export function contentSecurityPolicy(options: {
  nonce: string;
  /** Where a form may lead to besides our own pages. */
  formTargetUrls: string[];
  isDevelopment: boolean;
}): string {
  const { nonce, formTargetUrls, isDevelopment } = options;
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    ...(isDevelopment ? [] : [`style-src-attr 'unsafe-hashes' ${hiddenStyleHash}`]),
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "manifest-src 'self'",
    `form-action ${formTargets(formTargetUrls)}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}
