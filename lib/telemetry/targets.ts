import "server-only";
import type { Env } from "../env";

export type Targets = {
  isOnVercel: boolean;
  hasTraces: boolean;
  hasMetrics: boolean;
  metricsEveryMs: number;
};

/**
 * Where traces and metrics go, by OpenTelemetry's own variables; null where nothing is to be exported. On Vercel its own
 * tracing may be switched on at any time, and is configured by no variable of ours.
 */
export function findTargets(env: Env, isOnVercel: boolean): Targets | null {
  const hasBoth = env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
  const hasTraces = hasBoth || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined;
  const hasMetrics = hasBoth || env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT !== undefined;
  if (env.OTEL_SDK_DISABLED || !(isOnVercel || hasTraces || hasMetrics)) return null;
  return { isOnVercel, hasTraces, hasMetrics, metricsEveryMs: env.OTEL_METRIC_EXPORT_INTERVAL };
}
