import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSimulator } from "../testing/test-simulator";
import { add } from "../testing/webhooks";

test("an account can have a status and fields of tomorrow, in the list and alone, also after a restart", async () => {
  const dataFile = join(await mkdtemp(join(tmpdir(), "simulator-")), "state.json");
  const before = await openSimulator({ dataFile });
  const { group, token, client } = await before.connectNew("read_write");
  const [id = ""] = group.account_ids;
  const { group_id } = group;
  const path = `/accounts/${id}`;
  const known = await client.accounts.retrieve(id);
  await before.control("PATCH", path, { group_id, status: "hibernating", extra: { mood: "calm" } });
  const changed = await before.control("PATCH", path, {
    group_id,
    name: "New name",
    extra: { bank: "moon" },
  });
  const expected = { ...known, status: "hibernating", mood: "calm", name: "New name", bank: "moon" };
  expect([changed.status, await changed.json()]).toEqual([200, expected]);
  expect(await client.accounts.retrieve(id)).toEqual(expected);
  expect((await client.accounts.list()).data.find((account) => account.id === id)).toEqual(expected);
  expect((await client.accounts.list({ status: { in: ["open"] } })).data.map((one) => one.id)).not.toContain(
    id,
  );
  const { data: events } = await client.events.list({ category: { in: ["account.updated"] } });
  expect(events.map((event) => event.associated_object_id)).toEqual([id, id]);
  await add(before, { group_id, account_id: id });
  await client.accounts.update(id, { name: "By the API" });
  await before.running.close();
  const again = (await openSimulator({ dataFile })).client("live", token);
  expect(await again.accounts.retrieve(id)).toEqual({ ...expected, name: "By the API" });
});

test("a closed account says when, takes no more transactions, and can be opened again", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const [id = ""] = group.account_ids;
  const change = (status: string) =>
    simulator.control("PATCH", `/accounts/${id}`, { group_id: group.group_id, status });
  await change("closed");
  expect(await client.accounts.retrieve(id)).toMatchObject({ closed_at: expect.any(String) });
  const given = { group_id: group.group_id, account_id: id };
  expect((await simulator.control("POST", "/transactions", given)).status).toBe(404);
  await change("open");
  expect(await client.accounts.retrieve(id)).toMatchObject({ status: "open", closed_at: null });
  await add(simulator, given);
});

test("cards and account numbers can have them too", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const { group_id } = group;
  const [card] = (await client.cards.list()).data;
  const [number] = (await client.accountNumbers.list()).data;
  const change = { group_id, status: "resting", extra: { mood: "calm" } };
  await simulator.control("PATCH", `/cards/${card?.id}`, change);
  await simulator.control("PATCH", `/account_numbers/${number?.id}`, change);
  const expected = { status: "resting", mood: "calm" };
  expect((await client.cards.list()).data[0]).toEqual({ ...card, ...expected });
  expect(await client.accountNumbers.retrieve(number?.id ?? "")).toEqual({ ...number, ...expected });
});

test("what belongs to another group or environment is not found, and an id can't be changed", async () => {
  const simulator = await openSimulator();
  const { group } = await simulator.connectNew();
  const other = await simulator.createGroup();
  const path = `/accounts/${group.account_ids[0]}`;
  for (const [body, status] of [
    [{ group_id: other.group_id, status: "closed" }, 404],
    [{ group_id: group.group_id, environment: "sandbox", status: "closed" }, 404],
    [{ group_id: group.group_id, extra: { id: "account_x" } }, 400],
    [{ group_id: group.group_id, status: 1 }, 400],
    [{ status: "closed" }, 400],
  ] as const) {
    expect([body, (await simulator.control("PATCH", path, body)).status]).toEqual([body, status]);
  }
});
