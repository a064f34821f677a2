import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { afterEach, describe, expect, test } from "vitest";
import { OwnPropagator } from "./own-propagator";
import { parseTraceParent, toTraceParent } from "./trace-parent";

const span = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 };
const runtimeKey = Symbol.for("@vercel/request-context");

afterEach(() => {
  Reflect.deleteProperty(globalThis, runtimeKey);
});

const taken = (propagator: OwnPropagator, carrier: Record<string, string>) =>
  trace.getSpanContext(propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter));

function injected(propagator: OwnPropagator): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagator.inject(trace.setSpanContext(ROOT_CONTEXT, span), carrier, defaultTextMapSetter);
  return carrier;
}

describe("a trace that comes in a request's headers", () => {
  test("is taken up where this process has put it there", () => {
    const propagator = new OwnPropagator();
    expect(taken(propagator, injected(propagator))).toMatchObject({ ...span, isRemote: true });
  });

  test("is not, where anybody else has", () => {
    const propagator = new OwnPropagator();
    const own = injected(propagator);
    const traceparent = `00-${span.traceId}-${span.spanId}-01`;
    expect(taken(propagator, { traceparent })).toBeUndefined();
    expect(taken(propagator, { traceparent, tracestate: "portal=x" })).toBeUndefined();
    expect(taken(propagator, injected(new OwnPropagator()))).toBeUndefined();
    const other = `00-${span.traceId}-${"1".repeat(16)}-01`;
    expect(taken(propagator, { ...own, traceparent: other })).toBeUndefined();
  });

  test("gives way to the one that Vercel's runtime has begun", () => {
    const rootSpanContext = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
    Reflect.set(globalThis, runtimeKey, { get: () => ({ telemetry: { rootSpanContext } }) });
    expect(taken(new OwnPropagator(), {})).toMatchObject(rootSpanContext);
    Reflect.set(globalThis, runtimeKey, { get: () => ({ headers: {} }) });
    expect(taken(new OwnPropagator(), {})).toBeUndefined();
  });
});

describe("a kept trace", () => {
  test("is read back as it was written", () => {
    expect(parseTraceParent(toTraceParent(span))).toEqual({ ...span, isRemote: true });
  });

  test.each([
    null,
    "",
    "nonsense",
    `01-${span.traceId}-${span.spanId}-01`,
    `00-${span.traceId}-${span.spanId}-01-more`,
    `00-${span.traceId.toUpperCase()}-${span.spanId}-01`,
    `00-${"0".repeat(32)}-${span.spanId}-01`,
    `00-${span.traceId}-${"0".repeat(16)}-01`,
    `00-${span.traceId}-${span.spanId}-01\n`,
  ])("is none where it is %j", (text) => {
    expect(parseTraceParent(text)).toBeNull();
  });
});
