import "server-only";
import { isSpanContextValid, type SpanContext } from "@opentelemetry/api";

/** https://www.w3.org/TR/trace-context/#traceparent-header, version 00: the one that is written here. */
const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-0([01])$/;

export function toTraceParent(span: SpanContext): string | null {
  if (!isSpanContextValid(span)) return null;
  return `00-${span.traceId}-${span.spanId}-0${span.traceFlags & 1}`;
}

/** Null for all that is not of the form: then there is no trace to go on with. */
export function parseTraceParent(text: string | null): SpanContext | null {
  const [, traceId, spanId, flag] = form.exec(text ?? "") ?? [];
  if (traceId === undefined || spanId === undefined) return null;
  const span = { traceId, spanId, traceFlags: Number(flag), isRemote: true };
  return isSpanContextValid(span) ? span : null;
}
