import { Webhook } from "standardwebhooks";
import { expect, test, vi } from "vitest";
import { openSimulator } from "../testing/test-simulator";
import { openReceiver } from "../testing/webhook-receiver";
import { deliveries, fire, flush, secret, subscribe } from "../testing/webhooks";

test("an event arrives as it is listed, signed for the raw bytes of the secret", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await subscribe(simulator, receiver);
  const { id } = await fire(simulator, { category: "group.heartbeat" });
  expect(await flush(simulator)).toBe(0);
  const [delivery] = receiver.received;
  if (!delivery) throw new Error("Nothing arrived.");
  expect(JSON.parse(delivery.body)).toEqual(await simulator.platform().events.retrieve(id));
  expect(delivery.headers).toMatchObject({ "content-type": "application/json", "webhook-id": id });
  const key = `whsec_${Buffer.from(secret, "utf8").toString("base64")}`;
  expect(new Webhook(key).verify(delivery.body, delivery.headers)).toMatchObject({ id });
  const unwrapped = simulator
    .platform()
    .events.unwrap(delivery.body, { headers: delivery.headers, key: secret });
  expect(unwrapped).toMatchObject({ id, type: "event" });
  expect(() => new Webhook(key).verify(`${delivery.body} `, delivery.headers)).toThrow("signature");
});

test("the platform gets its own events without a group, and those of connected groups with theirs", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  const { group, connectionId } = await simulator.connectNew();
  const stranger = await simulator.createGroup();
  await subscribe(simulator, receiver);
  await fire(simulator, { category: "entity.created", group_id: group.group_id });
  await fire(simulator, { category: "card.created", group_id: stranger.group_id });
  await simulator.deactivate(connectionId);
  await fire(simulator, { category: "entity.updated", group_id: group.group_id });
  await flush(simulator);
  const groups = receiver.received.map(({ headers }) => headers["increase-group-id"]);
  expect(receiver.categories.map((category, index) => [category, groups[index]]).toSorted()).toEqual([
    ["entity.created", group.group_id],
    ["oauth_connection.deactivated", undefined],
  ]);
});

test("each environment has its own subscriptions, and its own ids of groups", async () => {
  const simulator = await openSimulator();
  const [live, sandbox] = [await openReceiver(), await openReceiver()];
  const { group } = await simulator.connectNew();
  await subscribe(simulator, live);
  await subscribe(simulator, sandbox, { environment: "sandbox" });
  await simulator.setSwitch("sandbox_group_id", "different");
  await fire(simulator, { environment: "sandbox", group_id: group.group_id });
  await flush(simulator);
  expect(live.received).toEqual([]);
  const header = sandbox.received[0]?.headers["increase-group-id"];
  expect(header).toMatch(/^group_/);
  expect(header).not.toBe(group.group_id);
});

test("a subscription narrows to its categories and to its connection", async () => {
  const simulator = await openSimulator();
  const [byCategory, byConnection] = [await openReceiver(), await openReceiver()];
  const [one, other] = [await simulator.connectNew(), await simulator.connectNew()];
  await subscribe(simulator, byCategory, {
    selected_event_categories: [{ event_category: "entity.created" }, { event_category: "entity.updated" }],
  });
  await subscribe(simulator, byConnection, { oauth_connection_id: one.connectionId });
  await fire(simulator, { category: "entity.created", group_id: one.group.group_id });
  await fire(simulator, { category: "card.created", group_id: one.group.group_id });
  await fire(simulator, { category: "entity.updated", group_id: other.group.group_id });
  await fire(simulator, { category: "program.created" });
  await flush(simulator);
  expect(byCategory.categories.toSorted()).toEqual(["entity.created", "entity.updated"]);
  expect(byConnection.categories.toSorted()).toEqual(["card.created", "entity.created"]);
});

test.each(["disabled", "deleted"] as const)("a %s subscription gets nothing", async (status) => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  const { id } = await subscribe(simulator, receiver);
  await simulator.platform().eventSubscriptions.update(id, { status });
  await fire(simulator);
  await flush(simulator);
  expect(receiver.received).toEqual([]);
});

test("a category that does not exist yet arrives like any other", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await subscribe(simulator, receiver);
  const fired = await fire(simulator, {
    category: "teapot.boiled",
    associated_object_id: "teapot_1",
    associated_object_type: "teapot",
  });
  await flush(simulator);
  expect(receiver.received.map(({ body }) => JSON.parse(body))).toEqual([
    {
      id: fired.id,
      associated_object_id: "teapot_1",
      associated_object_type: "teapot",
      category: "teapot.boiled",
      created_at: expect.any(String),
      type: "event",
    },
  ]);
});

test.each(["https://portal.example/hook", "http://10.0.0.8/hook", "http://localhost.example/hook"])(
  "%s is not of this machine: nothing is sent, and the delivery says why",
  async (url) => {
    const simulator = await openSimulator();
    await simulator.platform().eventSubscriptions.create({ url });
    expect(await deliveries(simulator)).toMatchObject([
      { state: "not_sent", url, attempts: [], reason: expect.stringContaining(new URL(url).hostname) },
    ]);
  },
);

test("at most ten deliveries are in flight, and all of many arrive once", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await subscribe(simulator, receiver);
  let [open, most] = [0, 0];
  receiver.answer = (response) => {
    open += 1;
    most = Math.max(most, open);
    setImmediate(() => {
      open -= 1;
      response.writeHead(200).end("thanks");
    });
  };
  await Promise.all(Array.from({ length: 200 }, () => fire(simulator)));
  expect(await flush(simulator)).toBe(0);
  expect(most).toBeLessThanOrEqual(10);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(200);
  expect(receiver.received).toHaveLength(200);
});

test("only the latest 500 finished deliveries are kept", async () => {
  const simulator = await openSimulator();
  await simulator.platform().eventSubscriptions.create({ url: "https://portal.example/hook" });
  const { world } = simulator.running;
  const { length } = world.state.deliveries.finished;
  for (let index = 0; index < 600; index += 1) await fire(simulator, { category: `event.${index}` });
  const kept = await deliveries(simulator);
  expect(length).toBe(1);
  expect(kept).toHaveLength(500);
  expect(kept.at(-1)).toMatchObject({ category: "event.599" });
});

test("a delivery waits for no answer of the call that caused it", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await subscribe(simulator, receiver);
  receiver.answer = () => undefined;
  const { id } = await fire(simulator);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
  expect(await deliveries(simulator, `?event_id=${id}`)).toMatchObject([{ state: "waiting", attempts: [] }]);
});
