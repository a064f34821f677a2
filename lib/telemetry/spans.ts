import "server-only";
import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context as TraceContext,
  type Link,
  type Span,
} from "@opentelemetry/api";
import { AppError, httpStatusOf } from "../errors";
import { parseTraceParent, toTraceParent } from "./trace-parent";

/** Under `portal.` alone: whatever else a span carries is not exported, see redaction.ts. */
export type SpanAttributes = Record<`portal.${string}`, string | number | boolean | undefined>;

export const scopeName = "portal";

export function tracer() {
  return trace.getTracer(scopeName);
}

/** Next tells of a redirect or a 404 by throwing it. */
function isAnswer(error: unknown): boolean {
  return (
    error instanceof Error &&
    "digest" in error &&
    typeof error.digest === "string" &&
    error.digest.startsWith("NEXT_")
  );
}

/** A refusal is an outcome; only what we or Increase could not do is an error. Never its message. */
function noteError(span: Span, error: unknown): void {
  if (isAnswer(error)) return;
  const code = error instanceof AppError ? error.code : "internal";
  const type = error instanceof Error ? error.constructor.name : typeof error;
  span.setAttributes({ "portal.error_code": code, "error.type": type });
  if (httpStatusOf[code] >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
}

type Place = { attributes: Attributes; links?: Link[] };

async function run<T>(
  name: string,
  place: Place,
  parent: TraceContext,
  work: () => T | Promise<T>,
): Promise<T> {
  return tracer().startActiveSpan(name, place, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      noteError(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Runs `work` in a span of its own. Where nothing is exported it costs a function call. */
export function withSpan<T>(
  name: string,
  attributes: SpanAttributes,
  work: () => T | Promise<T>,
): Promise<T> {
  return run(name, { attributes }, context.active(), work);
}

/** The trace of a receipt, gone on with here; the span that is active here is linked. */
function placeAfter(traceParent: string | null, attributes: SpanAttributes): [Place, TraceContext] {
  const receipt = parseTraceParent(traceParent);
  if (receipt === null) return [{ attributes }, context.active()];
  const here = trace.getActiveSpan()?.spanContext();
  const links = here === undefined ? [] : [{ context: here }];
  return [{ attributes, links }, trace.setSpanContext(context.active(), receipt)];
}

/** Runs `work` in the trace that a receipt began, perhaps in another process and long ago. */
export function withSpanAfter<T>(
  traceParent: string | null,
  name: string,
  attributes: SpanAttributes,
  work: () => T | Promise<T>,
): Promise<T> {
  const [place, parent] = placeAfter(traceParent, attributes);
  return run(name, place, parent, work);
}

/** The same for what was done together with others: a span from `startedAt` to now. */
export function recordSpanAfter(
  traceParent: string | null,
  name: string,
  attributes: SpanAttributes,
  startedAt: Date,
): void {
  if (traceParent === null) return;
  const [place, parent] = placeAfter(traceParent, attributes);
  tracer()
    .startSpan(name, { ...place, startTime: startedAt }, parent)
    .end();
}

/** Says something of the span that is active. */
export function noteOnSpan(attributes: SpanAttributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}

/** Says of the span that is active that its work failed, where that is not thrown. */
export function noteErrorOnSpan(error: unknown): void {
  const span = trace.getActiveSpan();
  if (span !== undefined) noteError(span, error);
}

/** What a later piece of work needs to go on with this trace; null where nothing is traced. */
export function currentTraceParent(): string | null {
  const span = trace.getActiveSpan();
  return span === undefined ? null : toTraceParent(span.spanContext());
}

/** The fields by which a line of the log is found from a trace. */
export function traceFields(): { trace_id?: string; span_id?: string } {
  const span = trace.getActiveSpan();
  if (span === undefined || toTraceParent(span.spanContext()) === null) return {};
  const { traceId, spanId } = span.spanContext();
  return { trace_id: traceId, span_id: spanId };
}
