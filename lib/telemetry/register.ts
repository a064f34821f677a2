import "server-only";
import { randomUUID } from "node:crypto";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { SpanExporter } from "@opentelemetry/sdk-trace-base";
import { registerOTel } from "@vercel/otel";
import { OwnPropagator } from "./own-propagator";
import { RedactingProcessor } from "./redaction";
import { readTargets, type Targets } from "./targets";

const exportEveryMs = 60_000;

/** Given where there is no collector for traces: @vercel/otel would look for one on this machine. */
const nowhere: SpanExporter = {
  export: (_spans, done) => done({ code: 0 }),
  shutdown: async () => undefined,
};

function createReader(): PeriodicExportingMetricReader {
  const everyMs = Number(process.env.OTEL_METRIC_EXPORT_INTERVAL);
  const exportIntervalMillis = Number.isFinite(everyMs) && everyMs > 0 ? everyMs : exportEveryMs;
  return new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(exportIntervalMillis, 10_000),
  });
}

/** Begins to export, once for each process. */
export function startTelemetry(targets: Targets = readTargets(process.env)): void {
  // Next would make a span of each fetch, with the whole address; ours of the calls to Increase say less.
  process.env.NEXT_OTEL_FETCH_DISABLED = "1";
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
    ...(targets.hasMetrics ? { metricReaders: [createReader()] } : {}),
  });
}
