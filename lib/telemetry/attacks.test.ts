import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { expect, test } from "vitest";
import { OwnPropagator } from "./own-propagator";
import { RedactingProcessor } from "./redaction";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const parent = { traceId, spanId: "b7ad6b7169203331", traceFlags: 1 };
const extractedBy = (propagator: OwnPropagator, headers: Record<string, string>) =>
  trace.getSpanContext(propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter));

test("a span tells of no code, id or token on its way out, wherever it was put", async () => {
  const kept = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    spanProcessors: [new RedactingProcessor(), new SimpleSpanProcessor(kept)],
  });
  const secret = "s3cretCode_42";
  const address = `https://portal.example/groups/${secret}?code=${secret}#${secret}`;
  const span = provider.getTracer("test").startSpan(`GET ${address}`, {
    attributes: { "http.target": address, "http.url": address, "a.new.one": secret, "http.route": "/groups" },
    links: [{ context: parent, attributes: { of: secret } }],
  });
  span.recordException(new TypeError(secret));
  span.addEvent(secret, { token: secret });
  span.setStatus({ code: SpanStatusCode.ERROR, message: secret });
  span.end();
  await provider.forceFlush();
  const [told] = kept.getFinishedSpans();
  if (told === undefined) throw new Error("no span");
  const { name, attributes, events, links, status } = told;
  expect(JSON.stringify({ name, attributes, events, links, status })).not.toContain(secret);
  expect(name).toBe("GET /groups/{id}");
  expect(attributes).toEqual({ "http.target": "/groups/{id}", "http.route": "/groups" });
  expect(events.map((event) => event.attributes)).toEqual([{ "exception.type": "TypeError" }, {}]);
});

test("a trace goes on from what this process has put there, and from nothing that came from outside", () => {
  const propagator = new OwnPropagator();
  const own: Record<string, string> = {};
  propagator.inject(trace.setSpanContext(ROOT_CONTEXT, parent), own, defaultTextMapSetter);
  expect(extractedBy(propagator, own)).toMatchObject(parent);
  const { traceparent = "", tracestate = "" } = own;
  const other = traceparent.replace(traceId, "1".repeat(32));
  const foreigners: Record<string, string>[] = [
    { traceparent },
    { traceparent, tracestate: "portal=" },
    { traceparent, tracestate: `${tracestate}x` },
    { traceparent: other, tracestate },
    { tracestate },
  ];
  for (const foreign of foreigners) {
    expect(extractedBy(propagator, foreign), JSON.stringify(foreign)).toBeUndefined();
  }
  expect(extractedBy(new OwnPropagator(), own)).toBeUndefined();
});
