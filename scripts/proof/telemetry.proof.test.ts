import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeEvent, signDelivery } from "@/lib/testing/events";
import { rootDir } from "../stack/settings";
import { startCollector, type CollectedSpan } from "./collector";
import { readBuild } from "./permissions/read-build";
import { createRequests } from "./permissions/requests";
import { connectGroup } from "./permissions/sign-in";
import { cronAuthorization, startRealServer, webhookSecrets, type RealServer } from "./real-server";
import { waitUntil } from "./until";

let collector: Awaited<ReturnType<typeof startCollector>>;
let server: RealServer;

beforeAll(async () => {
  collector = await startCollector();
  server = await startRealServer({
    extraEnv: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "200",
      OTEL_METRIC_EXPORT_INTERVAL: "500",
    },
  });
});
afterAll(async () => {
  await server?.close();
  await collector?.close();
});

const named = (name: string) => collector.spans().filter((span) => span.name === name);
const valueOf = ({ attributes }: CollectedSpan, key: string) =>
  attributes.find((attribute) => attribute.key === key)?.value["stringValue"];

/** All that the portal is set up with and tells nobody. */
function readSecrets(): string[] {
  const demo = parseEnv(readFileSync(join(rootDir, ".env.demo"), "utf8"));
  return Object.entries(demo).flatMap(([name, value]) =>
    /SECRET|API_KEY$|TOKEN_KEYS/.test(name) ? [value ?? ""] : [],
  );
}

test("what a served portal exports tells of a sign-in, a page and an event, whole and without a secret", async () => {
  const requests = createRequests(server.url);
  expect(await requests.ask("/api/ready")).toMatchObject({ status: 200, body: '{"status":"ready"}' });
  const signIn = readBuild().actions.find(({ name }) => name.endsWith("#signInWithIncrease"));
  const group = await connectGroup(server, requests, signIn?.id ?? "");
  const cookie = `authjs.session-token=${group.sessionToken}`;
  const outside = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  const page = await requests.ask(`/groups/${group.groupId}?environment=live&search=s3arch-canary`, {
    headers: { cookie, traceparent: outside },
  });
  expect(page.status).toBe(200);
  const event = makeEvent();
  const body = JSON.stringify({ ...event, note: "b0dy-canary" });
  const delivered = await fetch(`${server.url}/api/webhooks/increase/live`, {
    method: "POST",
    body,
    headers: signDelivery(body, {
      secret: webhookSecrets.live,
      id: "msg_telemetry",
      atSeconds: Math.floor(Date.now() / 1000),
    }),
  });
  expect(delivered.status).toBe(200);
  await requests.ask("/api/cron/process", { headers: { authorization: cronAuthorization } });
  await requests.ask(`/api/auth/callback/increase?code=c0de-canary&state=st4te-canary`);

  const wanted = [
    "GET /groups/[group_id]",
    "banking.readAccounts",
    "Increase GET /accounts",
    "webhooks.handle",
  ];
  await waitUntil("the spans", () => wanted.every((name) => named(name).length > 0));
  const measured = ["webhooks.received", "upstream.duration", "cron.duration", "sign_ins"];
  await waitUntil("the metrics", () =>
    measured.every((name) => collector.metricNames().has(`portal.${name}`)),
  );
  await waitUntil("the second callback", () => named("GET /api/auth/[...nextauth]").length >= 2);

  // One request is one trace: Next's own span, the page's, the verb's and the call's.
  const [request] = named("GET /groups/[group_id]");
  const ofRequest = new Set(
    collector
      .spans()
      .filter((span) => span.traceId === request?.traceId)
      .map(({ name }) => name),
  );
  expect([...ofRequest]).toEqual(
    expect.arrayContaining(["middleware GET", "page.load", "banking.readAccounts", "Increase GET /accounts"]),
  );
  // Nor did a stranger's header begin or join a trace.
  expect(collector.text()).not.toContain("a".repeat(32));
  // From the receipt to the handler.
  const handled = named("webhooks.handle").find((span) => valueOf(span, "portal.event_id") === event.id);
  const [receipt] = named("webhooks.receiveDelivery");
  expect(handled?.traceId).toBe(receipt?.traceId);

  const secrets = [
    ...readSecrets(),
    ...server.simulator.world.state.tokens.map(({ token }) => token),
    group.sessionToken,
    "canary",
  ];
  const places = { exported: collector.text(), log: server.readLog() };
  expect(places.exported).toContain(group.groupId);
  for (const [place, text] of Object.entries(places)) {
    const found = secrets.filter((secret) => text.includes(secret)).length;
    expect({ place, found }).toEqual({ place, found: 0 });
  }
  expect(collector.text()).not.toMatch(/account_[a-z0-9]{8}/);
});
