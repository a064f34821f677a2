import { expect, test } from "vitest";
import { testEnv } from "../testing/test-portal";
import { findTargets } from "./targets";

const targetsOf = (variables: Record<string, string>, isOnVercel = false) =>
  findTargets(testEnv(variables), isOnVercel);
const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };

test("nothing is exported where nothing is asked for, or all is switched off", () => {
  expect(targetsOf({})).toBeNull();
  expect(targetsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBeNull();
  expect(targetsOf({ ...collector, OTEL_SDK_DISABLED: "true" })).toBeNull();
  expect(targetsOf({ OTEL_SDK_DISABLED: "true" }, true)).toBeNull();
});

test("what is asked for is exported, and no more", () => {
  const every = { isOnVercel: false, metricsEveryMs: 60_000 };
  expect(targetsOf(collector)).toEqual({ ...every, hasTraces: true, hasMetrics: true });
  expect(targetsOf({ ...collector, OTEL_SDK_DISABLED: "false" })).not.toBeNull();
  expect(targetsOf({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://c/v1/traces" })).toEqual({
    ...every,
    hasTraces: true,
    hasMetrics: false,
  });
  const OTEL_EXPORTER_OTLP_METRICS_ENDPOINT = "http://c/v1/metrics";
  expect(targetsOf({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, OTEL_METRIC_EXPORT_INTERVAL: "500" })).toEqual({
    isOnVercel: false,
    metricsEveryMs: 500,
    hasTraces: false,
    hasMetrics: true,
  });
});

test("on Vercel its own tracing is there without a variable", () => {
  expect(targetsOf({}, true)).toMatchObject({ isOnVercel: true, hasTraces: false, hasMetrics: false });
});
