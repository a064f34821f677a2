import { AsyncLocalStorage } from "node:async_hooks";
import { context, metrics, ROOT_CONTEXT, trace, type Attributes, type Context } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import { RedactingProcessor } from "../telemetry/redaction";

const storage = new AsyncLocalStorage<Context>();

const contextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    work: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return storage.run(active, () => work.call(thisArg, ...args));
  },
  bind: <T>(_context: Context, target: T) => target,
  enable() {
    return contextManager;
  },
  disable() {
    return contextManager;
  },
};

/** What would be exported, kept in memory: spans as the redaction leaves them, and metrics. */
export function recordTelemetry() {
  const spans = new InMemorySpanExporter();
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 3_600_000 });
  const tracing = new BasicTracerProvider({
    spanProcessors: [new RedactingProcessor(), new SimpleSpanProcessor(spans)],
  });
  const metering = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(contextManager);
  trace.setGlobalTracerProvider(tracing);
  metrics.setGlobalMeterProvider(metering);
  const collect = async () => {
    measured.reset();
    await reader.forceFlush();
    const scopes = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
    return scopes.flatMap((scope) => scope.metrics);
  };
  return {
    spans: (): ReadableSpan[] => spans.getFinishedSpans(),
    spansNamed: (name: string) => spans.getFinishedSpans().filter((span) => span.name === name),
    clear: () => spans.reset(),
    /** The points of a metric: each with its attributes, and the number that was counted or last set. */
    async points(name: string) {
      const found: { attributes: Attributes; value: number }[] = [];
      for (const { descriptor, dataPoints } of await collect()) {
        if (descriptor.name !== name) continue;
        for (const { attributes, value } of dataPoints) {
          found.push({ attributes, value: typeof value === "number" ? value : value.count });
        }
      }
      return found;
    },
    allMetrics: async () => JSON.stringify(await collect()),
    async close() {
      trace.disable();
      metrics.disable();
      context.disable();
      await Promise.all([tracing.shutdown(), metering.shutdown()]);
    },
  };
}

export type RecordedTelemetry = ReturnType<typeof recordTelemetry>;
