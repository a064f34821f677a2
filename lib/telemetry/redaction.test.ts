import { SpanStatusCode, trace } from "@opentelemetry/api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordTelemetry, type RecordedTelemetry } from "../testing/telemetry";
import { redactName } from "./redaction";

let recorded: RecordedTelemetry;
beforeAll(() => {
  recorded = recordTelemetry();
});
beforeEach(() => recorded.clear());
afterAll(() => recorded.close());

function exportedText(): string {
  return JSON.stringify(
    recorded.spans().map(({ name, attributes, events, links, status }) => ({
      name,
      attributes,
      events,
      links,
      status,
    })),
  );
}

const begin = (name: string) => trace.getTracer("next.js").startSpan(name);

test.each([
  ["GET /groups/[group_id]/accounts/[account_id]", "GET /groups/[group_id]/accounts/[account_id]"],
  ["GET /groups/group_1abc?environment=sandbox", "GET /groups/{id}"],
  ["GET /api/auth/callback/increase?code=SECRET&state=x", "GET /api/auth/callback/increase"],
  ["fetch GET https://api.increase.com/accounts/account_1?cursor=SECRET", "fetch GET /accounts/{id}"],
  ["executing api route (app) /api/cron/process", "executing api route (app) /api/cron/process"],
  [
    "render route (app) /(customer)/groups/[group_id]/page",
    "render route (app) /(customer)/groups/[group_id]/page",
  ],
  ["GET /connect/019a0000-0000-7000-8000-000000000000", "GET /connect/{id}"],
  ["GET /api/auth/[...nextauth]", "GET /api/auth/[...nextauth]"],
  [
    "GET /groups/[group_id]/accounts/[account_id]/transactions.csv",
    "GET /groups/[group_id]/accounts/[account_id]/transactions.csv",
  ],
  ["middleware GET", "middleware GET"],
])("the name %s is exported as %s", (name, exported) => {
  expect(redactName(name)).toBe(exported);
});

describe("a span", () => {
  test("of an OAuth callback is exported without the code and the state", () => {
    const span = begin("GET /api/auth/callback/increase?code=c0de-canary");
    span.setAttributes({
      "http.target": "/api/auth/callback/increase?code=c0de-canary&state=st4te-canary",
      "http.route": "/api/auth/[...nextauth]",
      "http.referer": "https://portal.example/?x=r3ferer-canary",
      "http.url": "https://portal.example/?code=c0de-canary",
      "http.user_agent": "ag3nt-canary",
      "http.status_code": 303,
    });
    span.end();
    expect(recorded.spans()[0]?.attributes).toEqual({
      "http.target": "/api/auth/callback/increase",
      "http.route": "/api/auth/[...nextauth]",
      "http.status_code": 303,
    });
    expect(exportedText()).not.toContain("canary");
  });

  test("keeps of an error its kind, and none of its words", () => {
    const span = begin("render");
    span.recordException(new TypeError("Failed query\nparams: t0ken-canary"));
    span.addEvent("said", { text: "ev3nt-canary" });
    span.setStatus({ code: SpanStatusCode.ERROR, message: "t0ken-canary" });
    span.end();
    expect(recorded.spans()[0]).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      events: [{ attributes: { "exception.type": "TypeError" } }, { attributes: {} }],
    });
    expect(exportedText()).not.toContain("canary");
  });

  test("keeps nothing that nobody has allowed, whoever adds it", () => {
    const other = begin("other").spanContext();
    const span = trace.getTracer("next.js").startSpan("x", {
      attributes: { "db.statement": "c4nary", "portal.group_id": "group_1" },
      links: [{ context: other, attributes: { note: "c4nary" } }],
    });
    span.end();
    expect(recorded.spans()[0]?.attributes).toEqual({ "portal.group_id": "group_1" });
    expect(recorded.spans()[0]?.links).toHaveLength(1);
    expect(exportedText()).not.toContain("c4nary");
  });
});
