import "server-only";
import type { Attributes } from "@opentelemetry/api";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace-base";

/**
 * What may be exported besides our own `portal.*`. All else goes, so that a new version of Next or of an
 * instrumentation can't tell of more by itself.
 */
const keptAttributes = new Set([
  "error.type",
  "http.method",
  "http.request.method",
  "http.response.status_code",
  "http.route",
  "http.status_code",
  "next.bubble",
  "next.route",
  "next.rsc",
  "next.span_category",
  "next.span_type",
  "operation.name",
  "url.template",
  "vercel.edge_region",
  "vercel.request_id",
]);
/** These tell where a request went, as text that has to be looked at. */
const pathAttributes = new Set(["http.target", "next.span_name", "resource.name"]);

/** A route's parameter, a group of routes, or a plain word: an id has digits, an underscore or capitals in it. */
const plainPart = /^(\[(\.\.\.)?[a-z_]+\]|\([a-z]+\)|[a-z-]{1,24}(\.[a-z]{1,4})?|\{id\}|_[a-z-]+)?$/;

function withoutIds(path: string): string {
  const [withoutQuery = ""] = path.split(/[?#]/);
  return withoutQuery
    .split("/")
    .map((part) => (plainPart.test(part) ? part : "{id}"))
    .join("/");
}

/** `GET https://host/accounts/account_1?x=y` → `GET /accounts/{id}` */
export function redactName(name: string): string {
  return name
    .split(" ")
    .map((word) => (word.includes("/") || word.includes("?") ? withoutIds(withoutOrigin(word)) : word))
    .join(" ")
    .slice(0, 200);
}

function withoutOrigin(word: string): string {
  return word.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
}

function redactAttributes(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("portal.") || keptAttributes.has(name)) continue;
    if (pathAttributes.has(name) && typeof value === "string") attributes[name] = redactName(value);
    else delete attributes[name];
  }
}

/** The kind of an error. Its message could hold anything; the log, which has the same trace's id, has the whole of it. */
function redactEvents(events: ReadableSpan["events"]): void {
  for (const event of events) {
    const type = event.attributes?.["exception.type"];
    event.attributes = type === undefined ? {} : { "exception.type": type };
    event.name = "exception";
  }
}

/**
 * Comes before whatever exports. Attack: a code and a state in the callback's address, a token in an error's words, a
 * customer's ids in a path, on their way to whoever keeps the traces.
 */
export class RedactingProcessor implements SpanProcessor {
  onStart(): void {
    // Nothing leaves before a span ends, and Next adds to it until then.
  }

  onEnd(span: ReadableSpan): void {
    redactAttributes(span.attributes);
    redactEvents(span.events);
    delete span.status.message;
    for (const link of span.links) delete link.attributes;
    Object.assign(span, { name: redactName(span.name) });
  }

  async forceFlush(): Promise<void> {
    // Nothing is kept here.
  }

  async shutdown(): Promise<void> {
    // Nothing is kept here.
  }
}
