import "server-only";

export type Targets = { isOnVercel: boolean; hasTraces: boolean; hasMetrics: boolean };

type Source = Record<string, string | undefined>;

/** Where traces and metrics go, by OpenTelemetry's own variables. */
export function readTargets(source: Source): Targets {
  const isSet = (name: string) => (source[`OTEL_EXPORTER_OTLP_${name}`] ?? "") !== "";
  return {
    isOnVercel: source.VERCEL !== undefined,
    hasTraces: isSet("ENDPOINT") || isSet("TRACES_ENDPOINT"),
    hasMetrics: isSet("ENDPOINT") || isSet("METRICS_ENDPOINT"),
  };
}

/** On Vercel its own tracing may be switched on at any time, and is configured by no variable of ours. */
export function isTelemetryWanted(source: Source): boolean {
  const { isOnVercel, hasTraces, hasMetrics } = readTargets(source);
  return source.OTEL_SDK_DISABLED !== "true" && (isOnVercel || hasTraces || hasMetrics);
}
