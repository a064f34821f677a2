import Increase from "increase";
import { expect, test } from "vitest";
import { openSimulator, refusal } from "./testing/test-simulator";

test("the same call with the same key is made once and answered twice", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew("read_write");
  const once = () => client.accounts.create({ name: "Rent" }, { idempotencyKey: "key-1" }).withResponse();
  const [first, second] = [await once(), await once()];
  expect(second.data).toEqual(first.data);
  expect(first.data.idempotency_key).toBe("key-1");
  expect(first.response.headers.get("idempotent-replayed")).toBeNull();
  expect(second.response.headers.get("idempotent-replayed")).toBe("true");
  expect((await client.accounts.list({ idempotency_key: "key-1" })).data).toHaveLength(1);
  expect((await client.accounts.list()).data).toHaveLength(3);
});

test("another body with a used key conflicts and names what the key made", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew("read_write");
  const made = await client.accounts.create({ name: "Rent" }, { idempotencyKey: "key-1" });
  const error = await refusal(client.accounts.create({ name: "Taxes" }, { idempotencyKey: "key-1" }));
  expect(error).toBeInstanceOf(Increase.IdempotencyKeyAlreadyUsedError);
  expect(error).toMatchObject({ status: 409, resource_id: made.id });
});

test("another customer's key conflicts, and tells nothing of what it made", async () => {
  const simulator = await openSimulator();
  const [one, other] = [await simulator.connectNew("read_write"), await simulator.connectNew("read_write")];
  await one.client.accounts.create({ name: "Rent" }, { idempotencyKey: "key-1" });
  const error = await refusal(other.client.accounts.create({ name: "Rent" }, { idempotencyKey: "key-1" }));
  expect(error).toMatchObject({ status: 409, resource_id: null });
});

test("a refused call does not use up its key, and a key has at most 200 characters", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew("read_write");
  await refusal(client.accounts.create({ name: "" }, { idempotencyKey: "key-1" }));
  await client.accounts.create({ name: "Rent" }, { idempotencyKey: "key-1" });
  const long = refusal(client.accounts.create({ name: "Rent" }, { idempotencyKey: "k".repeat(201) }));
  expect((await long).status).toBe(400);
});

test("an account is closed once, and only when it is empty", async () => {
  const simulator = await openSimulator();
  const { client, group } = await simulator.connectNew("read_write");
  const [full = ""] = group.account_ids;
  expect(await refusal(client.accounts.close(full))).toBeInstanceOf(Increase.InvalidOperationError);
  const { id } = await client.accounts.create({ name: "Rent" });
  expect(await client.accounts.update(id, { name: "Office rent" })).toMatchObject({ name: "Office rent" });
  expect(await client.accounts.close(id)).toMatchObject({ status: "closed", closed_at: expect.any(String) });
  expect(await refusal(client.accounts.close(id))).toBeInstanceOf(Increase.InvalidOperationError);
  expect((await client.accounts.list({ status: { in: ["closed"] } })).data.map((row) => row.name)).toEqual([
    "Office rent",
  ]);
});
