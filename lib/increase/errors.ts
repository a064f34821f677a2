import "server-only";
import { APIConnectionError, APIConnectionTimeoutError, APIError } from "increase";
import { z } from "zod";
import { AppError, type ErrorCode } from "../errors";
import { readRetryAfterMs } from "./retry-after";

type UpstreamErrorKind =
  "timeout" | "unavailable" | "rate_limited" | "unauthorized" | "forbidden" | "not_found" | "invalid";

/** Increase's own words for an error (RFC 9457). https://increase.com/documentation/errors */
export type Problem = { type?: string; title?: string; detail?: string; reason?: string };

const longestWords = 1_000;

/** As PostgreSQL can hold them, in text and in jsonb: no NUL, no half of a surrogate pair. */
const words = z
  .string()
  .transform((text) => text.slice(0, longestWords).replaceAll(/\0|\p{Surrogate}/gu, "\ufffd"))
  .optional()
  .catch(undefined);

const problemSchema = z.object({ type: words, title: words, detail: words, reason: words });

const codeOf: Record<UpstreamErrorKind, ErrorCode> = {
  timeout: "increase_unavailable",
  unavailable: "increase_unavailable",
  rate_limited: "increase_unavailable",
  unauthorized: "increase_refused",
  forbidden: "increase_refused",
  not_found: "not_found",
  invalid: "increase_refused",
};

const messageOf: Record<Exclude<UpstreamErrorKind, "rate_limited">, string> = {
  timeout: "Increase did not answer in time. Nothing was changed; please try again in a moment.",
  unavailable:
    "Increase can’t be reached right now, or gives no usable answer. Nothing was changed; please try again in a moment.",
  unauthorized:
    "Increase refused the credentials it was shown. Nothing was changed; if it stays so, please tell the platform.",
  forbidden:
    "Increase does not allow the platform to do this. Nothing was changed; if it stays so, please tell the platform.",
  not_found: "There is nothing at this address.",
  invalid: "Increase did not accept the request. Nothing was changed.",
};

function inWords(ms: number): string {
  const seconds = Math.max(Math.ceil(ms / 1000), 1);
  if (seconds >= 90) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}

function safeMessageOf(kind: UpstreamErrorKind, retryAfterMs: number | null): string {
  if (kind !== "rate_limited") return messageOf[kind];
  const when = retryAfterMs === null ? "a minute" : inWords(retryAfterMs);
  return `Increase is asking us to slow down. Nothing was changed; please try again in ${when}.`;
}

/** A call to Increase that failed. Holds Increase's words, never the request with its credentials. */
export class UpstreamError extends AppError {
  override readonly name = "UpstreamError";

  constructor(
    readonly kind: UpstreamErrorKind,
    readonly status: number | undefined,
    readonly problem: Problem,
    /** Of `rate_limited`: how long Increase asks us to wait, where it says so. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(codeOf[kind], safeMessageOf(kind, retryAfterMs));
    this.message = [
      `Increase: ${kind}`,
      status,
      problem.type,
      problem.reason,
      problem.detail ?? problem.title,
    ]
      .filter((part) => part !== undefined)
      .join(" · ");
  }
}

function kindOfStatus(status: number): UpstreamErrorKind {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 408) return "timeout";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "unavailable" : "invalid";
}

/** What Increase's refusal says; `body` is whatever came with it. */
export function refusalOf(status: number, body: unknown, headers: Headers | undefined): UpstreamError {
  const kind = kindOfStatus(status);
  const retryAfterMs = kind === "rate_limited" ? readRetryAfterMs(headers, body) : null;
  return new UpstreamError(kind, status, problemSchema.safeParse(body).data ?? {}, retryAfterMs);
}

/** Turns what the SDK throws into an UpstreamError; a body that is not Increase's counts as unavailable. */
export function toUpstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  // What our own fetch refused, the SDK takes for a connection that failed.
  if (error instanceof APIConnectionError && error.cause instanceof UpstreamError) return error.cause;
  if (error instanceof APIConnectionTimeoutError) return new UpstreamError("timeout", undefined, {});
  if (error instanceof APIError && typeof error.status === "number") {
    return refusalOf(error.status, error.error, error.headers);
  }
  const isTimeout = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
  return new UpstreamError(isTimeout ? "timeout" : "unavailable", undefined, {});
}
