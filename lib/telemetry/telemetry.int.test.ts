import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import { readAccounts } from "../banking";
import { disconnect } from "../connections";
import { runProcess, runReconcile } from "../crons";
import { clearFaults, issuedTokens, selectRows } from "../testing/connection-acts";
import { deliver, deliverBody, makeConnectionEvent, makeEvent, processAll } from "../testing/deliveries";
import { connectGroup, signIn } from "../testing/sign-in";
import { recordTelemetry, type RecordedTelemetry } from "../testing/telemetry";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { withSpan } from ".";

let portal: TestPortal;
let recorded: RecordedTelemetry;

beforeAll(async () => {
  recorded = recordTelemetry();
  portal = await startTestPortal();
});
beforeEach(() => recorded.clear());
afterEach(() => clearFaults(portal));
afterAll(async () => {
  await portal.close();
  await recorded.close();
});

const deadline = () => new Date(portal.services.now().getTime() + 20_000);

async function connected() {
  const { groupId } = await connectGroup(portal, { accounts: 1 });
  recorded.clear();
  return { groupId, open: () => portal.createContext({ kind: "customer", groupId, sessionId: "" }) };
}

async function readWhole({ groupId, open }: Awaited<ReturnType<typeof connected>>) {
  const list = await readAccounts(open(), { groupId, environment: "live" });
  await Promise.allSettled([list.balances, list.kept]);
}

function only(name: string): ReadableSpan {
  const [span, ...others] = recorded.spansNamed(name);
  if (span === undefined || others.length > 0) throw new Error(`${others.length} more than one of ${name}`);
  return span;
}

const traceOf = (span: ReadableSpan) => span.spanContext().traceId;
const idOf = (span: ReadableSpan) => span.spanContext().spanId;

describe("a read of a page", () => {
  test("is a span of its verb, with the permission and who asked, and one of each call under it", async () => {
    const group = await connected();
    await withSpan("page.load", {}, () => readWhole(group));
    const [page, verb] = [only("page.load"), only("banking.readAccounts")];
    expect(verb.parentSpanContext?.spanId).toBe(idOf(page));
    expect(verb.attributes).toMatchObject({
      "portal.permission": "account.read",
      "portal.actor": "customer",
      "portal.group_id": group.groupId,
    });
    const calls = [only("Increase GET /accounts"), only("Increase GET /accounts/{id}/balance")];
    for (const call of calls) {
      expect(traceOf(call)).toBe(traceOf(page));
      expect(call.attributes).toMatchObject({
        "portal.environment": "live",
        "portal.owner": "group",
        "portal.group_id": group.groupId,
        "http.request.method": "GET",
      });
      expect(call.attributes["error.type"]).toBeUndefined();
    }
  });

  test("that Increase refuses says which kind of error it was, in the span and in the count", async () => {
    const group = await connected();
    const kinds = async () =>
      (await recorded.points("portal.upstream.errors"))
        .filter(({ attributes }) => attributes.kind === "unavailable")
        .reduce((sum, { value }) => sum + value, 0);
    const before = await kinds();
    await portal.control("faults", {
      group_id: group.groupId,
      path: "/live/accounts",
      status: 500,
      times: null,
    });
    await readWhole(group).catch(() => undefined);
    const failed = recorded.spansNamed("Increase GET /accounts").find(({ status }) => status.code === 2);
    expect(failed?.attributes).toMatchObject({
      "error.type": "unavailable",
      "http.response.status_code": 500,
    });
    expect(await kinds()).toBeGreaterThan(before);
  });

  test("that is not allowed is a refusal and no error", async () => {
    const { groupId } = await connected();
    const stranger = portal.createContext({ kind: "customer", groupId: "group_other", sessionId: "" });
    const reading = readAccounts(stranger, { groupId, environment: "live" });
    await expect(reading).rejects.toMatchObject({ code: "not_found" });
    const verb = only("banking.readAccounts");
    expect([verb.status.code, verb.attributes["portal.error_code"]]).toEqual([0, "not_found"]);
    // What was asked for is a stranger's word: it could be anything.
    expect(verb.attributes["portal.group_id"]).toBeUndefined();
  });
});

test("an act is a span of its verb", async () => {
  const { groupId, open } = await connected();
  await disconnect(open(), { groupId });
  expect(only("connections.disconnect").attributes).toMatchObject({
    "portal.permission": "connection.disconnect",
    "portal.actor": "customer",
  });
});

describe("an event is handled in the trace that its receipt began", () => {
  async function receipt(work: () => Promise<unknown>): Promise<ReadableSpan> {
    recorded.clear();
    await withSpan("POST /api/webhooks/increase/live", {}, work);
    return only("webhooks.receiveDelivery");
  }

  test.each([
    ["alone", () => makeConnectionEvent("created", "connection_unknown")],
    ["together with others", () => makeEvent()],
  ])("%s", async (_how, make) => {
    const event = make();
    const received = await receipt(() => deliver(portal, event));
    const kept = await findWebhookEvent(portal.services.db, { environment: "live", eventId: event.id });
    expect(kept).not.toBeNull();
    await withSpan("cron", {}, () => processAll(portal));
    const handled = recorded
      .spansNamed("webhooks.handle")
      .find(({ attributes }) => attributes["portal.event_id"] === event.id);
    if (handled === undefined) throw new Error("not handled");
    expect(traceOf(handled)).toBe(traceOf(received));
    expect(handled.parentSpanContext).toMatchObject({ spanId: idOf(received), isRemote: true });
    expect(handled.links.map(({ context }) => context.traceId)).toEqual([traceOf(only("cron"))]);
  });

  test("and in no other, where what is kept of the trace is no trace", async () => {
    const event = makeConnectionEvent("created", "connection_unknown_too");
    await receipt(() => deliver(portal, event));
    await selectRows(
      portal,
      z.object({ event_id: z.string() }),
      sql`update webhook_events set trace_parent = '00-nonsense' where event_id = ${event.id} returning event_id`,
    );
    await withSpan("cron", {}, () => processAll(portal));
    const handled = recorded
      .spansNamed("webhooks.handle")
      .find(({ attributes }) => attributes["portal.event_id"] === event.id);
    expect(handled && traceOf(handled)).toBe(traceOf(only("cron")));
  });

  test("a header of the delivery decides nothing of it", async () => {
    const event = makeEvent();
    const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    const received = await receipt(() => deliver(portal, event, { headers: { traceparent } }));
    expect(traceOf(received)).not.toBe("a".repeat(32));
  });
});

describe("the metrics", () => {
  test("count duplicates, what was handled and what is dead", async () => {
    const sum = async (name: string) =>
      (await recorded.points(name)).reduce((total, { value }) => total + value, 0);
    const names = ["duplicates", "handled", "dead_letters"].map((name) => `portal.webhooks.${name}`);
    const sums = async () => {
      const counted: number[] = [];
      for (const name of names) counted.push(await sum(name));
      return counted;
    };
    await processAll(portal);
    const before = await sums();
    const event = makeEvent();
    await deliver(portal, event);
    await deliver(portal, event);
    await deliverBody(portal, "no event");
    await processAll(portal);
    const after = await sums();
    expect(after.map((value, index) => value - (before[index] ?? 0))).toEqual([1, 1, 1]);
  });

  test("tell how long the oldest event has been due, and how many dead letters wait", async () => {
    await deliver(portal, makeEvent());
    await deliverBody(portal, "no event either");
    await portal.advance(90);
    await runProcess(portal.createContext(), { deadline: deadline() });
    const [age] = await recorded.points("portal.webhooks.queue.age");
    expect(age?.value).toBeGreaterThanOrEqual(90);
    expect(age?.value).toBeLessThan(120);
    const [dead] = await recorded.points("portal.webhooks.dead_letters.held");
    expect(dead?.value).toBeGreaterThanOrEqual(1);
    await runProcess(portal.createContext(), { deadline: deadline() });
    expect((await recorded.points("portal.webhooks.queue.age"))[0]?.value).toBe(0);
  });

  test("tell what a reconciliation has found", async () => {
    await connected();
    await runReconcile(portal.createContext(), { deadline: deadline() });
    const kinds = (await recorded.points("portal.reconcile.drift")).map(({ attributes }) => attributes.kind);
    expect(kinds).toEqual(expect.arrayContaining(["deactivations_missed", "live_events_missed"]));
  });
});

test("nothing secret is in a span, a metric or a line of the log", async () => {
  const { groupId, browser } = await connectGroup(portal, { accounts: 2 });
  const { callback } = await signIn(portal, groupId, { browser });
  const group = { groupId, open: () => portal.createContext({ kind: "customer", groupId, sessionId: "" }) };
  await readWhole(group);
  await portal.control("faults", { group_id: groupId, path: "/**", status: 401, times: null });
  await readWhole(group).catch(() => undefined);
  const body = JSON.stringify({ ...makeEvent(), note: "b0dy-canary-value" });
  await deliverBody(portal, body);
  await processAll(portal);
  const { env } = portal.services;
  const secrets = [
    ...[...browser.cookies.values()].filter((value) => value.length >= 16),
    ...issuedTokens(portal),
    new URL(callback).searchParams.get("code") ?? "",
    ...env.AUTH_SECRET,
    env.INCREASE_API_KEY,
    env.INCREASE_CLIENT_SECRET,
    ...env.INCREASE_WEBHOOK_SECRET,
    "b0dy-canary-value",
  ];
  expect(secrets.length).toBeGreaterThan(7);
  const exported = recorded
    .spans()
    .map(({ name, attributes, events, links, status }) => ({ name, attributes, events, links, status }));
  const places = {
    spans: JSON.stringify(exported),
    metrics: await recorded.allMetrics(),
    log: portal.logLines(),
  };
  // The search itself is proven: what is known to be there is found.
  expect(places.spans).toContain(groupId);
  expect(places.metrics).toContain("portal.upstream.duration");
  // Low cardinality: a group's id is in no metric.
  expect(places.metrics).not.toContain("group_");
  for (const [place, text] of Object.entries(places)) {
    const found = secrets.filter((secret) => text.includes(secret)).length;
    expect({ place, found }).toEqual({ place, found: 0 });
  }
});

test("each line of the log of a request names it, and its trace", async () => {
  const context = portal.createContext();
  await withSpan("page.load", {}, async () => context.log.warn("said"));
  const line: unknown = JSON.parse(portal.logLines().trimEnd().split("\n").at(-1) ?? "");
  expect(line).toMatchObject({
    msg: "said",
    requestId: context.requestId,
    trace_id: traceOf(only("page.load")),
  });
});
