import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { platform } from "../platform";
import { openSimulator } from "../testing/test-simulator";
import type { TestSimulator } from "../testing/test-simulator";

const body = '{"text":"A webhook was dead-lettered — look at it."}';

interface Alert {
  id?: string;
  secret?: string;
  sentAt?: Date;
  content?: string;
}

function send(simulator: TestSimulator, alert: Alert = {}): Promise<Response> {
  const { id = "alert_1", secret = platform.alertSecret, sentAt = new Date(), content = body } = alert;
  const signature = new Webhook(Buffer.from(secret).toString("base64")).sign(id, sentAt, body);
  return fetch(`${simulator.url}/alerts`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": signature,
    },
    body: content,
  });
}

async function alerts(simulator: TestSimulator) {
  return (await (await simulator.control("GET", "/alerts")).json()).data;
}

test("an alert with a good signature is taken and kept; sent again it is only counted", async () => {
  const simulator = await openSimulator();
  expect((await send(simulator)).status).toBe(204);
  expect((await send(simulator)).status).toBe(204);
  expect(await alerts(simulator)).toEqual([
    {
      received_at: expect.any(String),
      webhook_id: "alert_1",
      is_signature_valid: true,
      body,
      deliveries: 2,
    },
  ]);
});

test.each<[string, Alert]>([
  ["another secret", { secret: "another secret" }],
  ["another body", { content: "{}" }],
  ["a time long ago", { sentAt: new Date(Date.now() - 600_000) }],
])("an alert with %s is refused, kept as such, and hides no good one", async (_name, alert) => {
  const simulator = await openSimulator();
  expect((await send(simulator, alert)).status).toBe(400);
  expect((await send(simulator)).status).toBe(204);
  expect(
    (await alerts(simulator)).map((kept: { is_signature_valid: boolean }) => kept.is_signature_valid),
  ).toEqual([false, true]);
});

test("one without signature headers is refused", async () => {
  const simulator = await openSimulator();
  expect((await fetch(`${simulator.url}/alerts`, { method: "POST", body })).status).toBe(400);
  expect(await alerts(simulator)).toMatchObject([{ webhook_id: null, is_signature_valid: false }]);
});

test("a platform that moves with the simulator's clock, or stays with the machine's, is heard", async () => {
  const simulator = await openSimulator();
  await simulator.control("POST", "/clock", { advance_seconds: 86_400 });
  expect((await send(simulator, { id: "machine" })).status).toBe(204);
  expect((await send(simulator, { id: "moved", sentAt: new Date(Date.now() + 86_400_000) })).status).toBe(
    204,
  );
});

test("a fault makes the channel fail, and the alert does not arrive", async () => {
  const simulator = await openSimulator();
  await simulator.control("POST", "/faults", { path: "/alerts", status: 503 });
  expect((await send(simulator)).status).toBe(503);
  expect(await alerts(simulator)).toEqual([]);
  expect((await send(simulator)).status).toBe(204);
});

test("only the latest thousand are kept, and a reset forgets them", async () => {
  const simulator = await openSimulator();
  for (let index = 0; index < 1005; index += 1) await send(simulator, { id: `alert_${index}` });
  const kept = await alerts(simulator);
  expect(kept).toHaveLength(1_000);
  expect(kept[0]).toMatchObject({ webhook_id: "alert_5" });
  await simulator.control("POST", "/reset");
  expect(await alerts(simulator)).toEqual([]);
});

test("a page of another origin cannot raise an alert", async () => {
  const simulator = await openSimulator();
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await fetch(`${simulator.url}/alerts`, { method: "POST", headers, body })).status).toBe(403);
  expect(await alerts(simulator)).toEqual([]);
});
