import "server-only";
import { randomUUID } from "node:crypto";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { SpanExporter } from "@opentelemetry/sdk-trace-base";
import { registerOTel } from "@vercel/otel";
import { OwnPropagator } from "./own-propagator";
import { RedactingProcessor } from "./redaction";
import type { Targets } from "./targets";

const longestExportMs = 10_000;

/** Given where there is no collector for traces: @vercel/otel would look for one on this machine. */
const nowhere: SpanExporter = {
  export: (_spans, done) => done({ code: 0 }),
  shutdown: async () => undefined,
};

function createReader({ metricsEveryMs }: Targets): PeriodicExportingMetricReader {
  return new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: metricsEveryMs,
    exportTimeoutMillis: Math.min(metricsEveryMs, longestExportMs),
  });
}

/** Begins to export, once for each process. */
export function startTelemetry(targets: Targets): void {
  // Next would make a span of each fetch, with the whole address; ours of the calls to Increase say less.
  process.env.NEXT_OTEL_FETCH_DISABLED = "1";
  // Heeded already, by what the targets are; @vercel/otel would take `false` for true.
  delete process.env.OTEL_SDK_DISABLED;
  registerOTel({
    serviceName: "increase-connect-portal",
    attributes: {
      // Counters of two processes are two series.
      "service.instance.id": randomUUID(),
      ...(targets.isOnVercel ? {} : { "cloud.provider": undefined }),
    },
    // Without an instrumented fetch no third party is sent a trace's id.
    instrumentations: [],
    propagators: [new OwnPropagator()],
    spanProcessors: [new RedactingProcessor(), "auto"],
    traceExporter: targets.hasTraces ? "auto" : nowhere,
    ...(targets.hasMetrics ? { metricReaders: [createReader(targets)] } : {}),
  });
}
