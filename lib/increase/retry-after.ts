import "server-only";
import { z } from "zod";

/** Whoever says more than this is believed for this long. */
const longestMs = 60 * 60_000;

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const bodySchema = z.object({ retry_after: z.number().nonnegative() });

function fromHeader(headers: Headers | undefined): number {
  const value = headers?.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  if (!httpDate.test(value)) return NaN;
  // By the clock that wrote it, where the answer tells: ours may be another.
  const sent = headers?.get("date") ?? "";
  return Date.parse(value) - (httpDate.test(sent) ? Date.parse(sent) : Date.now());
}

function fromBody(body: unknown): number {
  const parsed = bodySchema.safeParse(body);
  return parsed.success ? parsed.data.retry_after * 1000 : NaN;
}

/**
 * How long a refusal asks us to wait: by its `Retry-After` header (seconds or a date), else by its body's
 * `retry_after` (seconds). Null where neither says it in a known form.
 */
export function readRetryAfterMs(headers: Headers | undefined, body: unknown): number | null {
  const ms = [fromHeader(headers), fromBody(body)].find((candidate) => !Number.isNaN(candidate));
  return ms === undefined ? null : Math.min(Math.max(ms, 0), longestMs);
}
