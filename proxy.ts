import { type NextRequest, NextResponse } from "next/server";
import { v7 as uuidv7 } from "uuid";
import { readEnv } from "@/lib/env";
import { contentSecurityPolicy, securityHeaders } from "@/lib/security-headers";
import { requestIdHeader } from "@/lib/request-id";
import { decodeSegment } from "@/lib/search-params";

/** Security headers, the CSP's nonce and the request's id, on every answer. It authorises nothing. */
export function proxy(request: NextRequest): NextResponse {
  const requestId = uuidv7();
  const environment = readEnv();
  if (!environment.ok && request.nextUrl.pathname !== "/api/health") {
    return new NextResponse("This portal is not set up yet. /api/health names what is missing.\n", {
      status: 503,
      headers: {
        ...securityHeaders,
        "content-type": "text/plain; charset=utf-8",
        [requestIdHeader]: requestId,
      },
    });
  }
  // Next answers a path that is no text with a bare 500, where an id stands in it.
  if (decodeSegment(request.nextUrl.pathname) === null) {
    return new NextResponse("There is nothing at this address.\n", {
      status: 404,
      headers: {
        ...securityHeaders,
        "content-type": "text/plain; charset=utf-8",
        [requestIdHeader]: requestId,
      },
    });
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const formTargetUrls = environment.ok
    ? [environment.env.INCREASE_AUTHORIZE_URL, environment.env.STAFF_OIDC_ISSUER]
    : [];
  const policy = contentSecurityPolicy({
    nonce,
    formTargetUrls,
    isDevelopment: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set(requestIdHeader, requestId);
  // Next reads the nonce from here and puts it on the scripts it writes.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set(requestIdHeader, requestId);
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  if (environment.ok && environment.env.AUTH_URL.startsWith("https:")) {
    response.headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
  }
  return response;
}

export const config = {
  // All but the build's own files, which are the same for everybody, and Increase's deliveries: those are no
  // pages, and here their bodies would be read in whole before anybody looks at their size.
  matcher: ["/((?!_next/static/|icon\\.svg$|api/webhooks/).*)"],
};
