import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { fireEvent, NewEvent } from "../control/delivery-actions";
import { openSimulator } from "../testing/test-simulator";
import { openReceiver } from "../testing/webhook-receiver";
import { advance, deliveries, fire, flush, secret, setModes, subscribe } from "../testing/webhooks";

async function subscribed() {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  const { group } = await simulator.connectNew();
  await subscribe(simulator, receiver);
  return { simulator, receiver, groupId: group.group_id };
}

const defaults = {
  duplicate: 1,
  reorder: false,
  delay_ms: 0,
  drop: false,
  secret: null,
  group_id: null,
};

test("modes change one by one, refuse what they do not know, and end with a reset", async () => {
  const { simulator } = await subscribed();
  const read = async () => (await simulator.control("GET", "/delivery_modes")).json();
  expect(await read()).toEqual(defaults);
  await setModes(simulator, { duplicate: 2 });
  await setModes(simulator, { drop: true });
  expect(await read()).toEqual({ ...defaults, duplicate: 2, drop: true });
  for (const bad of [{ duplicate: 0 }, { reorder: "yes" }, { delay_ms: -1 }, { secret: "" }, { other: 1 }]) {
    expect((await simulator.control("PATCH", "/delivery_modes", bad)).status).toBe(400);
  }
  await simulator.control("POST", "/reset");
  expect(await read()).toEqual(defaults);
});

test("duplicate: the same event arrives so often", async () => {
  const { simulator, receiver } = await subscribed();
  await setModes(simulator, { duplicate: 3 });
  const { id } = await fire(simulator);
  await flush(simulator);
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id, id]);
  expect(await deliveries(simulator, `?event_id=${id}`)).toHaveLength(3);
});

test("reorder: the later event arrives first, and one alone is not held for ever", async () => {
  const { simulator, receiver } = await subscribed();
  await setModes(simulator, { reorder: true, duplicate: 2 });
  const [first, second] = ["first.happened", "second.happened"] as const;
  for (const category of [first, second]) fireEvent(simulator.running.world, NewEvent.parse({ category }));
  expect(await flush(simulator)).toBe(0);
  expect(receiver.categories).toEqual([second, second, first, first]);
  await fire(simulator, { category: "third.happened" });
  expect(await flush(simulator)).toBe(0);
  expect(receiver.categories.slice(4)).toEqual(["third.happened", "third.happened"]);
});

test("delay_ms: it arrives when the clock gets there, or when that time has passed", async () => {
  const { simulator, receiver } = await subscribed();
  await setModes(simulator, { delay_ms: 600_000 });
  const { id } = await fire(simulator);
  expect(await deliveries(simulator, `?event_id=${id}`)).toMatchObject([{ state: "waiting", attempts: [] }]);
  expect(receiver.received).toEqual([]);
  await advance(simulator, 600);
  expect(await flush(simulator)).toBe(0);
  expect(receiver.received).toHaveLength(1);
  await setModes(simulator, { delay_ms: 30 });
  await fire(simulator);
  expect(await flush(simulator)).toBe(0);
  expect(receiver.received).toHaveLength(2);
});

test("drop: nothing is sent, also later", async () => {
  const { simulator, receiver } = await subscribed();
  await setModes(simulator, { drop: true });
  const { id } = await fire(simulator);
  await setModes(simulator, { drop: false });
  const { id: kept } = await fire(simulator);
  await flush(simulator);
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([kept]);
  expect(await deliveries(simulator, `?event_id=${id}`)).toMatchObject([{ state: "dropped", attempts: [] }]);
});

test("secret: it is signed with another one than the subscription's", async () => {
  const { simulator, receiver } = await subscribed();
  await setModes(simulator, { secret: "the old secret" });
  await fire(simulator);
  await flush(simulator);
  const [delivery] = receiver.received;
  if (!delivery) throw new Error("Nothing arrived.");
  const verifyWith = (key: string) =>
    new Webhook(Buffer.from(key).toString("base64")).verify(delivery.body, delivery.headers);
  expect(() => verifyWith(secret)).toThrow("No matching signature found");
  verifyWith("the old secret");
});

test("group_id: the header names another group, and the signature is good all the same", async () => {
  const { simulator, receiver, groupId } = await subscribed();
  await setModes(simulator, { group_id: "group_somebody_else" });
  const { id } = await fire(simulator, { group_id: groupId });
  await flush(simulator);
  const [delivery] = receiver.received;
  if (!delivery) throw new Error("Nothing arrived.");
  expect(delivery.headers["increase-group-id"]).toBe("group_somebody_else");
  new Webhook(Buffer.from(secret).toString("base64")).verify(delivery.body, delivery.headers);
  expect(await deliveries(simulator, `?event_id=${id}`)).toMatchObject([{ group_id: groupId }]);
});
