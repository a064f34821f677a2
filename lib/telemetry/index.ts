export { instruments } from "./metrics";
export {
  currentTraceParent,
  noteErrorOnSpan,
  noteOnSpan,
  recordSpanAfter,
  traceFields,
  withSpan,
  withSpanAfter,
  type SpanAttributes,
} from "./spans";
export { beginUpstreamCall } from "./upstream-call";
export { withVerbSpans } from "./verb-spans";
