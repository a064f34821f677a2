import "server-only";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { instruments } from "./metrics";
import { tracer } from "./spans";

type Call = { environment: "live" | "sandbox"; owner: "platform" | "group"; groupId: string | null };
type Ended = {
  method: string;
  /** Without ids. */
  path: string;
  durationMs: number;
  error: { kind: string; status: number | undefined } | null;
};

/** A span and a measurement of one call to Increase: never its parameters, its body or its credentials. */
export function beginUpstreamCall({ environment, owner, groupId }: Call): (ended: Ended) => void {
  const span = tracer().startSpan("Increase", {
    kind: SpanKind.CLIENT,
    attributes: {
      "portal.environment": environment,
      "portal.owner": owner,
      "portal.group_id": groupId ?? undefined,
    },
  });
  return ({ method, path, durationMs, error }) => {
    const { upstreamDuration, upstreamErrors } = instruments();
    const outcome = error === null ? "ok" : "failed";
    upstreamDuration.record(durationMs, { environment, owner, outcome });
    if (error !== null) {
      upstreamErrors.add(1, { environment, owner, kind: error.kind });
      span.setAttributes({ "error.type": error.kind, "http.response.status_code": error.status });
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.updateName(`Increase ${method} ${path}`);
    span.setAttributes({ "http.request.method": method, "url.template": path });
    span.end();
  };
}
