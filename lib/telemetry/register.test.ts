import { once } from "node:events";
import { createServer } from "node:http";
import { trace } from "@opentelemetry/api";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testEnv } from "../testing/test-portal";
import { findTargets } from "./targets";

const received: { path: string | undefined; key: unknown }[] = [];
const collector = createServer((request, response) => {
  received.push({ path: request.url, key: request.headers["x-key"] });
  request.resume().on("end", () => response.writeHead(200).end());
});

beforeAll(async () => {
  await once(collector.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => {
  collector.close();
  vi.unstubAllEnvs();
});

test("where telemetry is said not to be switched off, it is not; the collector is shown its key", async () => {
  const address = collector.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const variables = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=k3y%20one==",
    OTEL_METRIC_EXPORT_INTERVAL: "100",
    OTEL_SDK_DISABLED: "false",
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  vi.stubEnv("OTEL_BSP_SCHEDULE_DELAY", "50");
  const targets = findTargets(testEnv(variables), false);
  if (targets === null) throw new Error("there is a target");
  const { startTelemetry } = await import("./register");
  startTelemetry(targets);
  const { instruments } = await import("./metrics");
  trace.getTracer("test").startSpan("GET /").end();
  instruments().deadLetters.add(1);
  await vi.waitFor(() => {
    expect(received).toContainEqual({ path: "/v1/traces", key: "k3y one==" });
    expect(received).toContainEqual({ path: "/v1/metrics", key: "k3y one==" });
  });
});
