import "server-only";
import { createHmac, randomBytes } from "node:crypto";
import {
  trace,
  type Context,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from "@opentelemetry/api";
import { z } from "zod";
import { isSameText } from "../crypto";
import { parseTraceParent, toTraceParent } from "./trace-parent";

const parentHeader = "traceparent";
const stateHeader = "tracestate";
const mark = "portal=";

const requestContext = z.object({
  telemetry: z.object({
    rootSpanContext: z.object({ traceId: z.string(), spanId: z.string(), traceFlags: z.number().default(1) }),
  }),
});

/** The span that Vercel's own runtime has begun for the request, where there is one. */
function readVercelSpan(): SpanContext | null {
  const reader: unknown = Reflect.get(globalThis, Symbol.for("@vercel/request-context"));
  if (typeof reader !== "object" || reader === null) return null;
  if (!("get" in reader) || typeof reader.get !== "function") return null;
  const read = requestContext.safeParse(reader.get());
  return read.success ? { ...read.data.telemetry.rootSpanContext, isRemote: true } : null;
}

function asText(value: string | string[] | undefined): string {
  return typeof value === "string" ? value : "";
}

/**
 * Next answers a request in two passes, the proxy's and the page's, and hands the trace from one to the other in the
 * request's headers. Only what this process has put there is taken up.
 * Attack: a `traceparent` from outside that joins a stranger's requests to our traces, or decides what is sampled.
 */
export class OwnPropagator implements TextMapPropagator {
  readonly #key = randomBytes(32);

  fields(): string[] {
    return [parentHeader, stateHeader];
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const span = trace.getSpanContext(context);
    const traceParent = span === undefined ? null : toTraceParent(span);
    if (traceParent === null) return;
    setter.set(carrier, parentHeader, traceParent);
    setter.set(carrier, stateHeader, `${mark}${this.#sign(traceParent)}`);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const parent = readVercelSpan() ?? this.#readOwn(carrier, getter);
    return parent === null ? context : trace.setSpanContext(context, parent);
  }

  #readOwn(carrier: unknown, getter: TextMapGetter): SpanContext | null {
    const traceParent = asText(getter.get(carrier, parentHeader));
    const given = asText(getter.get(carrier, stateHeader));
    if (!isSameText(given, `${mark}${this.#sign(traceParent)}`)) return null;
    return parseTraceParent(traceParent);
  }

  #sign(traceParent: string): string {
    return createHmac("sha256", this.#key).update(traceParent).digest("base64url");
  }
}
