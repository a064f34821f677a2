import { createServer } from "node:http";
import { z } from "zod";

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(attribute).default([]),
});
const traces = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});
const metrics = z.object({
  resourceMetrics: z.array(
    z.object({ scopeMetrics: z.array(z.object({ metrics: z.array(z.object({ name: z.string() })) })) }),
  ),
});

export type CollectedSpan = z.output<typeof span>;

/** An OpenTelemetry collector that keeps all that it is sent, as JSON over HTTP. */
export async function startCollector() {
  const bodies: { path: string; text: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push({ path: request.url ?? "", text: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const sentTo = (path: string) => bodies.filter((body) => body.path === path).map(({ text }) => text);
  return {
    url: `http://127.0.0.1:${port}`,
    text: () => bodies.map(({ text }) => text).join("\n"),
    spans: (): CollectedSpan[] =>
      sentTo("/v1/traces")
        .flatMap((text) => traces.parse(JSON.parse(text)).resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans)
        .flatMap((scope) => scope.spans),
    metricNames: (): Set<string> =>
      new Set(
        sentTo("/v1/metrics")
          .flatMap((text) => metrics.parse(JSON.parse(text)).resourceMetrics)
          .flatMap(({ scopeMetrics }) => scopeMetrics)
          .flatMap((scope) => scope.metrics)
          .map(({ name }) => name),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
