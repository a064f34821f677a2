import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { expect, test, vi } from "vitest";
import { openSimulator } from "../testing/test-simulator";
import { openReceiver, status } from "../testing/webhook-receiver";
import { advance, deliveries, fire, flush, secret, subscribe } from "../testing/webhooks";

const waitsSeconds = [48, 192, 768, 3_072, 12_288, 49_152, 196_608];

test("a live delivery is tried eight times over three days, each later than the one before", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await subscribe(simulator, receiver);
  receiver.answer = status(503);
  const { id } = await fire(simulator);
  await flush(simulator);
  for (const [index, seconds] of waitsSeconds.entries()) {
    await advance(simulator, seconds - 10);
    await flush(simulator);
    expect(receiver.received).toHaveLength(index + 1);
    await advance(simulator, 10);
    await flush(simulator);
    expect(receiver.received).toHaveLength(index + 2);
  }
  await advance(simulator, 30 * 86_400);
  await flush(simulator);
  expect(receiver.received).toHaveLength(8);
  const [delivery] = await deliveries(simulator, `?event_id=${id}`);
  expect(delivery).toMatchObject({ state: "failed", next_attempt_at: null });
  expect(delivery?.attempts.map((attempt) => attempt.status)).toEqual(Array(8).fill(503));
});

test("a retry is signed afresh, for the same event, and success ends it", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  const { id: subscriptionId } = await subscribe(simulator, receiver);
  receiver.answer = status(500);
  const { id } = await fire(simulator);
  await flush(simulator);
  const [waiting] = await deliveries(simulator, `?subscription_id=${subscriptionId}&event_id=${id}`);
  expect(waiting).toMatchObject({ state: "waiting", attempts: [{ status: 500, error: null }] });
  const dueMs = Date.parse(waiting?.next_attempt_at ?? "") - Date.parse(waiting?.attempts[0]?.at ?? "");
  expect(dueMs).toBeGreaterThanOrEqual(48_000);
  expect(dueMs).toBeLessThan(50_000);
  receiver.answer = status(200);
  await advance(simulator, 3_600);
  await flush(simulator);
  const [first, second] = receiver.received;
  if (!first || !second) throw new Error("Two attempts were expected.");
  expect(second.body).toBe(first.body);
  expect(second.headers["webhook-id"]).toBe(first.headers["webhook-id"]);
  const stamps = [first, second].map(({ headers }) => Number(headers["webhook-timestamp"]));
  expect((stamps[1] ?? 0) - (stamps[0] ?? 0)).toBeGreaterThanOrEqual(3_600);
  const sentAt = new Date((stamps[1] ?? 0) * 1000);
  const signature = new Webhook(Buffer.from(secret).toString("base64")).sign(id, sentAt, second.body);
  expect(second.headers["webhook-signature"]).toBe(signature);
  await advance(simulator, 86_400);
  await flush(simulator);
  expect(receiver.received).toHaveLength(2);
  expect(await deliveries(simulator, `?event_id=${id}`)).toMatchObject([{ state: "delivered" }]);
});

test("the sandbox tries once", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await subscribe(simulator, receiver, { environment: "sandbox" });
  receiver.answer = status(500);
  const { id } = await fire(simulator, { environment: "sandbox" });
  await flush(simulator);
  await advance(simulator, 86_400);
  await flush(simulator);
  expect(receiver.received).toHaveLength(1);
  expect(await deliveries(simulator, `?event_id=${id}`)).toMatchObject([
    { state: "failed", environment: "sandbox", attempts: [{ status: 500 }], next_attempt_at: null },
  ]);
});

test.each([301, 302, 307, 308, 400, 404, 410])(
  "%i is a failed attempt, and no redirect is followed",
  async (code) => {
    const [simulator, receiver, elsewhere] = [
      await openSimulator(),
      await openReceiver(),
      await openReceiver(),
    ];
    await subscribe(simulator, receiver);
    receiver.answer = status(code, { location: elsewhere.url });
    const { id } = await fire(simulator);
    await flush(simulator);
    expect(await deliveries(simulator, `?event_id=${id}`)).toMatchObject([
      { state: "waiting", attempts: [{ status: code }] },
    ]);
    expect(elsewhere.received).toEqual([]);
  },
);

test("an endpoint that is not there, breaks off or does not answer is a failed attempt", async () => {
  const simulator = await openSimulator({ deliveryTimeoutMs: 50 });
  const [gone, broken, silent] = [await openReceiver(), await openReceiver(), await openReceiver()];
  const urls = [gone.url, broken.url, silent.url];
  gone.close();
  for (const url of urls) await subscribe(simulator, { url, received: [] });
  broken.answer = (response) => void response.destroy();
  silent.answer = () => undefined;
  const { id } = await fire(simulator);
  expect(await flush(simulator)).toBe(0);
  const outcomes = await deliveries(simulator, `?event_id=${id}`);
  expect(outcomes.map(({ url, attempts }) => [url, attempts])).toEqual([
    [urls[0], [{ at: expect.any(String), status: null, error: "ECONNREFUSED" }]],
    [urls[1], [{ at: expect.any(String), status: null, error: "ECONNRESET" }]],
    [urls[2], [{ at: expect.any(String), status: null, error: "No answer within 0.05 seconds." }]],
  ]);
});

test("an endpoint that is asked again after its subscription was deleted is left alone", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  const subscription = await subscribe(simulator, receiver);
  receiver.answer = status(500);
  const { id } = await fire(simulator);
  await flush(simulator);
  await simulator.platform().eventSubscriptions.update(subscription.id, { status: "deleted" });
  await advance(simulator, 60);
  await flush(simulator);
  expect(receiver.received).toHaveLength(1);
  expect(await deliveries(simulator, `?event_id=${id}`)).toMatchObject([
    { state: "not_sent", reason: "The event subscription is deleted." },
  ]);
});

test("what was waiting or in flight at the end is delivered after a restart", async () => {
  const dataFile = join(await mkdtemp(join(tmpdir(), "simulator-")), "state.json");
  const [before, receiver] = [await openSimulator({ dataFile }), await openReceiver()];
  await subscribe(before, receiver);
  receiver.answer = status(500);
  const failed = await fire(before);
  await flush(before);
  receiver.answer = () => undefined;
  const inFlight = await fire(before);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
  await before.running.close();
  receiver.answer = status(204);
  const after = await openSimulator({ dataFile });
  await flush(after);
  expect(await deliveries(after, `?event_id=${inFlight.id}`)).toMatchObject([
    { state: "delivered", attempts: [{ status: 204 }] },
  ]);
  await advance(after, 48);
  await flush(after);
  expect(await deliveries(after, `?event_id=${failed.id}`)).toMatchObject([
    { state: "delivered", attempts: [{ status: 500 }, { status: 204 }] },
  ]);
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([
    failed.id,
    inFlight.id,
    inFlight.id,
    failed.id,
  ]);
});

test("a reset forgets what waits, also what is in flight", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await subscribe(simulator, receiver);
  receiver.answer = () => undefined;
  await fire(simulator);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
  await simulator.control("POST", "/reset");
  expect(await flush(simulator)).toBe(0);
  expect(await deliveries(simulator)).toEqual([]);
  receiver.answer = status(204);
  await subscribe(simulator, receiver);
  await fire(simulator);
  await flush(simulator);
  expect(receiver.received).toHaveLength(1);
});
