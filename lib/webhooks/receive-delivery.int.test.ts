import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import type { IncreaseEnvironment } from "../increase";
import { webhookEventsIn } from "../testing/counts";
import { deliver, deliverBody, makeEvent, secretOf, signDelivery } from "../testing/deliveries";
import { watchStatements } from "../testing/statements";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { mostBodyBytes } from "./read-body";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => portal.close());

const find = (eventId: string, environment: IncreaseEnvironment = "live") =>
  findWebhookEvent(portal.services.db, { environment, eventId });
const countRows = () => webhookEventsIn(portal.services.db);

describe("an authentic delivery", () => {
  test("is stored whole by one statement, before it is answered", async () => {
    await countRows();
    const statements = watchStatements();
    const event = makeEvent();
    expect(await deliver(portal, event, { groupId: "group_somebody" })).toEqual({ kind: "stored" });
    expect(statements()).toBe(1);
    expect(await find(event.id)).toMatchObject({
      source: "delivery",
      category: "transaction.created",
      associatedObjectId: "transaction_1",
      claimedGroupId: "group_somebody",
      attribution: null,
      groupId: null,
      state: "pending",
      body: Buffer.from(JSON.stringify(event)),
      headers: { "increase-group-id": "group_somebody", "content-type": "application/json" },
    });
  });

  test("a second time changes nothing, and is answered as the first", async () => {
    const event = makeEvent();
    await deliver(portal, event);
    const before = await find(event.id);
    expect(await deliver(portal, event, { skewSeconds: 5 })).toEqual({ kind: "stored" });
    expect(await find(event.id)).toEqual(before);
  });

  test("of one id in each environment is two events", async () => {
    const event = makeEvent();
    await deliver(portal, event);
    await deliver(portal, event, { environment: "sandbox" });
    expect(await find(event.id)).not.toBeNull();
    expect(await find(event.id, "sandbox")).not.toBeNull();
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "nonsense"])(
    "is taken with the content type %s",
    async (type) => {
      const event = makeEvent();
      expect(await deliver(portal, event, { headers: { "content-type": type } })).toEqual({ kind: "stored" });
      expect(await find(event.id)).not.toBeNull();
    },
  );

  test("of a category that nobody knows yet waits like any other", async () => {
    const event = makeEvent({ category: "teapot.boiled" });
    await deliver(portal, event);
    expect(await find(event.id)).toMatchObject({ state: "pending", category: "teapot.boiled" });
  });

  test.each([
    ["no JSON", "not json"],
    ["nothing at all", ""],
    ["a list", "[1]"],
    ["an object without id", '{"category":"account.created"}'],
    ["an id that no text column takes", '{"id":"event_\\u0000","category":"account.created"}'],
    ["half a surrogate pair for an id", '{"id":"\\ud800"}'],
    ["an id that is too long", `{"id":"${"x".repeat(201)}"}`],
    ["a number for an id", '{"id":7}'],
  ])("that holds %s is kept for staff, under its delivery's id", async (_what, body) => {
    const id = `msg_${Math.random().toString(36).slice(2)}`;
    const before = await countRows();
    const at = Math.floor(portal.services.now().getTime() / 1000);
    const headers = signDelivery(body, { secret: secretOf(portal, "live"), id, atSeconds: at });
    expect(await deliverBody(portal, body, { headers })).toEqual({ kind: "stored" });
    expect(await countRows()).toBe(before + 1);
    expect(await find(id)).toMatchObject({ state: "dead", category: null, body: Buffer.from(body) });
  });

  test("with an id, but no sense, is kept under that id, with `\\u0000` and all", async () => {
    const event = makeEvent();
    const body = JSON.stringify({ id: event.id, category: "a\u0000b" });
    await deliverBody(portal, body);
    const row = await find(event.id);
    expect(row).toMatchObject({ state: "dead", category: null });
    expect(row?.body.toString()).toBe(body);
    expect(row?.attempts).toEqual([
      { at: expect.any(String), outcome: "failed", error: expect.stringContaining("not an event") },
    ]);
  });

  test("as large as the limit is taken; a byte more is not, announced or not", async () => {
    const event = makeEvent();
    const empty = JSON.stringify({ ...event, pad: "" }).length;
    const full = JSON.stringify({ ...event, pad: "x".repeat(mostBodyBytes - empty) });
    expect(Buffer.byteLength(full)).toBe(mostBodyBytes);
    expect(await deliverBody(portal, full)).toEqual({ kind: "stored" });
    const statements = watchStatements();
    const more = `${full} `;
    expect(await deliverBody(portal, more)).toEqual({ kind: "too_large" });
    expect(await deliverBody(portal, more, { headers: { "content-length": "10" } })).toEqual({
      kind: "too_large",
    });
    expect(statements()).toBe(0);
  });
});

describe("whose an event is", () => {
  test.each([
    ["another group", { groupId: "group_b" }],
    ["no group", {}],
  ])("is nobody's to say once a second delivery names %s", async (_what, second) => {
    const event = makeEvent();
    await deliver(portal, event, { groupId: "group_a" });
    await deliver(portal, event, second);
    const doubted = { attribution: "unattributed", claimedGroupId: null, groupId: null, state: "pending" };
    expect(await find(event.id)).toMatchObject(doubted);
    await deliver(portal, event, { groupId: "group_a" });
    expect(await find(event.id)).toMatchObject(doubted);
  });

  test.each(["group_a, group_b", "group_a,group_a", "", "group a", "../group", "x".repeat(201)])(
    "is nobody's to say where the header is «%s»",
    async (header) => {
      const event = makeEvent();
      await deliver(portal, event, { headers: { "increase-group-id": header } });
      expect(await find(event.id)).toMatchObject({ attribution: "unattributed", claimedGroupId: null });
    },
  );
});

describe("anything else", () => {
  test("is refused without asking the database", async () => {
    const event = makeEvent();
    const before = await countRows();
    const statements = watchStatements();
    const { env } = portal.services;
    const [sandboxSecret = ""] = env.INCREASE_SANDBOX_WEBHOOK_SECRET;
    expect(await deliver(portal, event, { secret: "whsec_wrong" })).toEqual({ kind: "forged" });
    expect(await deliver(portal, event, { secret: sandboxSecret })).toEqual({ kind: "forged" });
    expect(await deliver(portal, event, { headers: { "webhook-id": "msg_other" } })).toEqual({
      kind: "forged",
    });
    expect(statements()).toBe(0);
    expect(await countRows()).toBe(before);
  });

  test("authentic but stale is refused too, and says by how much", async () => {
    const event = makeEvent();
    expect(await deliver(portal, event, { skewSeconds: -3_600 })).toMatchObject({
      kind: "stale",
      skewSeconds: expect.toSatisfy((skew: number) => Math.abs(skew - 3_600) <= 1),
    });
    expect(await find(event.id)).toBeNull();
  });
});

test("a delivery that can't be stored is an error, so that Increase tries again", async () => {
  const own = await startTestPortal();
  await own.services.db.close();
  await expect(deliver(own, makeEvent())).rejects.toThrow();
  await own.close().catch(() => undefined);
});
