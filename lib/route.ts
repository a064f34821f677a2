import "server-only";
import { headers } from "next/headers";
import { httpStatusOf, toSafeError } from "./errors";
import { findOutage } from "./outage/find-outage";
import { outageAnswer } from "./outage/outage-answer";
import { RateLimitedError } from "./rate-limit";
import { readRequestId } from "./http/request-id";
import { services } from "./services";

/** Answers an error of a route handler: problem JSON with the request's id. The whole of it goes to the log. */
async function toErrorResponse(error: unknown): Promise<Response> {
  const requestId = await readRequestId();
  if ((await findOutage(error, requestId)) !== null) {
    return outageAnswer({ headers: await headers(), requestId, retryHref: null });
  }
  const { code, message } = toSafeError(error);
  if (code === "internal") services().log.error({ err: error, requestId }, "a route failed");
  return Response.json(
    { error: { code, message, request_id: requestId } },
    {
      status: httpStatusOf[code],
      headers: {
        "cache-control": "no-store",
        ...(error instanceof RateLimitedError ? { "retry-after": String(error.retryAfterSeconds) } : {}),
      },
    },
  );
}

/** Wraps a route handler so that whatever it throws is answered by the one mapper. */
export function route<Arguments extends unknown[]>(
  handle: (...args: Arguments) => Promise<Response>,
): (...args: Arguments) => Promise<Response> {
  return async (...args) => {
    try {
      return await handle(...args);
    } catch (error) {
      return toErrorResponse(error);
    }
  };
}

export function notFoundResponse(): Response {
  return new Response("Not found\n", {
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
