import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { openSimulator } from "../testing/test-simulator";
import { openReceiver, status } from "../testing/webhook-receiver";
import { advance, fire, flush, secret, setModes, subscribe } from "../testing/webhooks";
import type { SwitchName } from "../switches";
import { legacySignature } from "./signature";

async function withSwitch(name: SwitchName, value: string) {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await simulator.setSwitch(name, value);
  return { simulator, receiver };
}

test("webhook_id event_id: retries and duplicates carry the event's id", async () => {
  const { simulator, receiver } = await withSwitch("webhook_id", "event_id");
  await subscribe(simulator, receiver);
  await setModes(simulator, { duplicate: 2 });
  receiver.answer = status(500);
  const { id } = await fire(simulator);
  await flush(simulator);
  await advance(simulator, 50);
  await flush(simulator);
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id, id, id]);
});

test("webhook_id delivery_id: each delivery has its own, and its retries keep it", async () => {
  const { simulator, receiver } = await withSwitch("webhook_id", "delivery_id");
  await subscribe(simulator, receiver);
  await setModes(simulator, { duplicate: 2 });
  receiver.answer = status(500);
  const { id } = await fire(simulator);
  await flush(simulator);
  await advance(simulator, 50);
  await flush(simulator);
  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(ids).toHaveLength(4);
  expect(new Set(ids).size).toBe(2);
  expect(new Set(ids.slice(2))).toEqual(new Set(ids.slice(0, 2)));
  expect(ids.every((given) => given !== id && given?.startsWith("msg_"))).toBe(true);
});

test.each([
  ["standard", true, false],
  ["both", true, true],
  ["legacy", false, true],
])("webhook_signatures %s: the standard one %s, the older one %s", async (value, standard, legacy) => {
  const { simulator, receiver } = await withSwitch("webhook_signatures", value);
  await subscribe(simulator, receiver);
  await fire(simulator);
  await flush(simulator);
  const { headers = {}, body = "" } = receiver.received[0] ?? {};
  for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
    expect(name in headers).toBe(standard);
  }
  if (standard) simulator.platform().events.unwrap(body, { headers, key: secret });
  const older = /^t=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ),v1=([0-9a-f]{64})$/.exec(
    headers["increase-webhook-signature"] ?? "",
  );
  expect(older !== null).toBe(legacy);
  const expected = createHmac("sha256", secret).update(`${older?.[1]}.${body}`).digest("hex");
  if (older) expect(older[2]).toBe(expected);
});

test("the older signature is the one of Increase's published example", () => {
  const body = '{"id":"event_123abc","created_at":"2020-01-31T23:59:59Z"}';
  expect(legacySignature("whsec_zlFsbBZ8Xcodlpcu6NDTdSzZRLSdhkst", "2022-01-31T23:59:59Z", body)).toBe(
    "t=2022-01-31T23:59:59Z,v1=3f9c3dcc820ca3adfae8e196d05b09dfef63b91db5ce5ac1407090f2aa424a6f",
  );
});

test.each(["absent", "present"])("connection_event_group_header %s", async (value) => {
  const { simulator, receiver } = await withSwitch("connection_event_group_header", value);
  await subscribe(simulator, receiver);
  const { group, connectionId } = await simulator.connectNew();
  await simulator.deactivate(connectionId);
  await fire(simulator);
  await flush(simulator);
  const expected = value === "present" ? group.group_id : undefined;
  const told = receiver.received.map(({ headers }, index) => [
    receiver.categories[index],
    headers["increase-group-id"],
  ]);
  expect(told.toSorted()).toEqual([
    ["group.heartbeat", undefined],
    ["oauth_connection.created", expected],
    ["oauth_connection.deactivated", expected],
  ]);
});

test.each([
  ["stay_active", "active", []],
  ["disabled", "disabled", ["event_subscription.updated"]],
])("failing_subscriptions %s: after the last attempt it is %s", async (value, after, told) => {
  const { simulator, receiver } = await withSwitch("failing_subscriptions", value);
  const sandbox = simulator.platform("sandbox");
  const { id } = await subscribe(simulator, receiver, { environment: "sandbox" });
  receiver.answer = status(500);
  await fire(simulator, { environment: "sandbox" });
  await flush(simulator);
  expect((await sandbox.eventSubscriptions.retrieve(id)).status).toBe(after);
  const query = { associated_object_id: id, category: { in: ["event_subscription.updated" as const] } };
  expect((await sandbox.events.list(query)).data.map(({ category }) => category)).toEqual(told);
});

test("a live subscription is disabled by its eighth failure, not by its first", async () => {
  const { simulator, receiver } = await withSwitch("failing_subscriptions", "disabled");
  const { id } = await subscribe(simulator, receiver);
  receiver.answer = status(500);
  await fire(simulator);
  await flush(simulator);
  const { eventSubscriptions } = simulator.platform();
  for (let retry = 0; retry < 7; retry += 1) {
    expect((await eventSubscriptions.retrieve(id)).status).toBe("active");
    await advance(simulator, 48 * 4 ** retry);
    await flush(simulator);
  }
  expect((await eventSubscriptions.retrieve(id)).status).toBe("disabled");
});
