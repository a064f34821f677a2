import { type NextRequest, NextResponse } from "next/server";
import { v7 as uuidv7 } from "uuid";
import { readEnv, type EnvResult } from "@/lib/env";
import { describeFaultyEnvironment } from "@/lib/faulty-environment";
import { isDatabaseAway } from "@/lib/outage/database-state";
import { outageAnswer, unavailablePath } from "@/lib/outage/outage-answer";
import { findRequestFault } from "@/lib/http/request-fault";
import { requestIdHeader } from "@/lib/http/request-id";
import { decodeSegment } from "@/lib/search-params";
import {
  contentSecurityPolicy,
  securityHeaders,
  textPolicy,
  transportHeaders,
} from "@/lib/http/security-headers";

type Words = { status: number; words: string; headers?: Record<string, string> };

/** Every answer's, and over https that the next request must be https too. */
function headersOfAll(environment: EnvResult): Record<string, string> {
  return { ...securityHeaders, ...(environment.ok ? transportHeaders(environment.env.AUTH_URL) : {}) };
}

function inWords(environment: EnvResult, requestId: string, { status, words, headers }: Words): NextResponse {
  return new NextResponse(`${words}\nRequest ${requestId}\n`, {
    status,
    headers: {
      ...headersOfAll(environment),
      ...headers,
      "content-security-policy": textPolicy,
      "content-type": "text/plain; charset=utf-8",
      [requestIdHeader]: requestId,
    },
  });
}

const tellingThemselves = new Set(["/api/health", "/api/ready", unavailablePath]);

/** What says of itself that the database is away: health, the page about it, and a form's action in its form. */
function saysSoItself({ nextUrl, headers }: NextRequest): boolean {
  return tellingThemselves.has(nextUrl.pathname) || headers.has("next-action");
}

/** Security headers, the CSP's nonce and the request's id, on every answer. It authorises nothing. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const requestId = uuidv7();
  const environment = readEnv();
  if (!environment.ok && request.nextUrl.pathname !== "/api/health") {
    const words = describeFaultyEnvironment(environment.problems);
    return inWords(environment, requestId, { status: 503, words });
  }
  // Next answers a path that is no text with a bare 500, where an id stands in it.
  if (decodeSegment(request.nextUrl.pathname) === null) {
    return inWords(environment, requestId, { status: 404, words: "There is nothing at this address." });
  }
  const fault = findRequestFault(request);
  if (fault !== null) return inWords(environment, requestId, fault);
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
  const isOutage = !saysSoItself(request) && (await isDatabaseAway());
  const outage = isOutage ? outageAnswer({ headers, requestId, retryHref: null }) : null;
  const response = outage
    ? new NextResponse(outage.body, outage)
    : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set(requestIdHeader, requestId);
  for (const [name, value] of Object.entries(headersOfAll(environment))) response.headers.set(name, value);
  return response;
}

export const config = {
  // All but the build's own files, which are the same for everybody, and the two addresses of Increase's deliveries:
  // those are no pages, and here their bodies would be read in whole before anybody looks at their size.
  matcher: ["/((?!_next/static/|icon\\.svg$|api/webhooks/increase/(?:live|sandbox)/?$).*)"],
};
