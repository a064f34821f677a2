import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Increase from "increase";
import { expect, test } from "vitest";
import { transactionCategories } from "../routes/transaction-categories";
import { openSimulator, refusal } from "../testing/test-simulator";
import { add } from "../testing/webhooks";

/** An account's transactions, newest first, after a look at whether every balance of the past is their sum. */
async function readAccount(client: Increase, account_id: string) {
  const newestFirst: Increase.Transaction[] = [];
  for await (const transaction of client.transactions.list({ account_id })) newestFirst.push(transaction);
  for (const [index, { created_at: at_time }] of newestFirst.entries()) {
    if (newestFirst[index - 1]?.created_at === at_time) continue;
    const { current_balance } = await client.accounts.balance(account_id, { at_time });
    expect(current_balance).toBe(newestFirst.slice(index).reduce((sum, { amount }) => sum + amount, 0));
  }
  return newestFirst;
}

test("each of the 38 categories can be had, with a source that says as much as Increase's does", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const seen: string[] = [];
  for (const category of transactionCategories) {
    const made = await add(simulator, { group_id: group.group_id, category });
    const transaction = await client.transactions.retrieve(made.transaction_id);
    const { source, ...rest } = transaction;
    expect(rest).toMatchObject({ amount: made.amount, account_id: made.account_id });
    expect(Object.keys(source).toSorted()).toEqual(["category", category].toSorted());
    expect(transaction.description).not.toBe("");
    expect((transaction.route_type === null) === (transaction.route_id === null)).toBe(true);
    const { data } = await client.transactions.list({ category: { in: [category] }, limit: 1 });
    expect(data).toEqual([transaction]);
    const events = await Promise.all(made.event_ids.map((id) => client.events.retrieve(id)));
    expect(events.at(-1)).toMatchObject({
      category: "transaction.created",
      associated_object_id: transaction.id,
    });
    seen.push(source.category);
  }
  expect(seen).toHaveLength(38);
  for (const id of group.account_ids) await readAccount(client, id);
});

test("a source of a test's own is answered as it is, and a filter on its category is refused", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const source = { category: "quantum_transfer", quantum_transfer: { spin: "up", parts: [1, { a: null }] } };
  const given = { group_id: group.group_id, amount: -1_234, description: "From tomorrow", source };
  const { transaction_id } = await add(simulator, given);
  const [newest] = (await client.transactions.list({ limit: 1 })).data;
  expect(newest).toMatchObject({ id: transaction_id, amount: -1_234, description: "From tomorrow" });
  expect(newest?.source).toEqual(source);
  const filtered = client.get("/transactions", { query: { "category.in": "quantum_transfer" } });
  expect((await refusal(filtered)).status).toBe(400);
  const known = { category: "card_settlement", card_settlement: { amount: "of tomorrow" } };
  const settled = await add(simulator, { group_id: group.group_id, source: known });
  const { data } = await client.transactions.list({ category: { in: ["card_settlement"] }, limit: 1 });
  expect(data[0]).toMatchObject({ id: settled.transaction_id, source: known, route_type: "card" });
});

test("a transaction of the past stands in its place, and every later balance follows", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const [account_id = ""] = group.account_ids;
  const before = await readAccount(client, account_id);
  const [after, earlier] = [before[1], before[2]];
  if (!after || !earlier) throw new Error("The account has too few transactions.");
  const between = (Date.parse(after.created_at) + Date.parse(earlier.created_at)) / 2;
  const given = { group_id: group.group_id, account_id, amount: 777 };
  const moments = [new Date(between).toISOString(), "2020-02-29T23:59:59+02:00", earlier.created_at];
  const made = [];
  for (const created_at of moments) made.push(await add(simulator, { ...given, created_at }));
  const ids = made.map(({ transaction_id }) => transaction_id);
  const now = await readAccount(client, account_id);
  const [first, second, ...rest] = before;
  expect(now.map(({ id }) => id)).toEqual([
    first?.id,
    second?.id,
    ids[0],
    ids[2],
    ...rest.map(({ id }) => id),
    ids[1],
  ]);
  expect(now.at(-1)?.created_at).toBe("2020-02-29T21:59:59Z");
  const of = (at_time: string) => client.accounts.balance(account_id, { at_time });
  expect(await of("2020-02-29T21:59:58Z")).toMatchObject({ current_balance: 0, available_balance: 0 });
  expect(await of("2020-02-29T21:59:59Z")).toMatchObject({ current_balance: 777 });
});

test("a transaction of the past is an event of now, and of now alone", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const [account_id = ""] = group.account_ids;
  const newest = (await client.transactions.list({ account_id, limit: 1 })).data[0];
  const created_at = newest?.created_at ?? "";
  const input = { group_id: group.group_id, account_id, created_at, category: "fee_payment" };
  const { transaction_id } = await add(simulator, input);
  const first = (await client.events.list()).data;
  const own = first.filter((event) => event.associated_object_id === transaction_id);
  expect(own).toEqual([first[0]]);
  expect(first[0]?.created_at).not.toBe(created_at);
});

test("what was made survives a restart with every source, sum and place", async () => {
  const dataFile = join(await mkdtemp(join(tmpdir(), "simulator-")), "state.json");
  const before = await openSimulator({ dataFile });
  const { group, token, client } = await before.connectNew();
  const given = { group_id: group.group_id, account_id: group.account_ids[0] };
  await add(before, { ...given, category: "card_financial" });
  await add(before, { ...given, category: "account_transfer_intention", created_at: "2021-01-01T00:00:00Z" });
  await add(before, { ...given, amount: -5, source: { category: "x", x: 1 }, description: "X" });
  const known = await readAccount(client, group.account_ids[0] ?? "");
  const events = (await client.events.list()).data;
  await before.running.close();
  const after = await openSimulator({ dataFile });
  const again = after.client("live", token);
  expect(await readAccount(again, group.account_ids[0] ?? "")).toEqual(known);
  expect((await again.events.list()).data).toEqual(events);
});

test("a route, an environment and an account can be chosen", async () => {
  const simulator = await openSimulator();
  const { group, client, token } = await simulator.connectNew();
  const card = (await client.cards.list()).data[0];
  const given = { group_id: group.group_id, category: "fee_payment", route_id: card?.id };
  const made = await add(simulator, given);
  expect(made.account_id).toBe(card?.account_id);
  expect((await client.transactions.list({ route_id: card?.id ?? "" })).data[0]).toMatchObject({
    id: made.transaction_id,
    route_type: "card",
  });
  const sandbox = simulator.client("sandbox", (await simulator.mintSandboxToken(token)).access_token);
  const there = await add(simulator, { group_id: group.group_id, environment: "sandbox" });
  expect((await sandbox.transactions.retrieve(there.transaction_id)).source.category).toBe(
    "inbound_ach_transfer",
  );
});

test("what can't be is refused, and nothing happens", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const { group_id } = group;
  const other = await simulator.createGroup();
  const refusals = [
    [{ group_id: "group_unknown" }, 404],
    [{ group_id, account_id: other.account_ids[0] }, 404],
    [{ group_id, route_id: "card_unknown" }, 404],
    [{ group_id: simulator.seededGroup("Fernhollow Studio") }, 404],
    [{ group_id, category: "quantum_transfer" }, 400],
    [{ group_id, category: "other", source: { category: "other" } }, 400],
    [{ group_id, source: { spin: "up" } }, 400],
    [{ group_id, amount: 0.5 }, 400],
    [{ group_id, created_at: new Date(Date.now() + 60_000).toISOString() }, 400],
    [{ group_id, created_at: "yesterday" }, 400],
  ] as const;
  const before = [await client.transactions.list(), await client.events.list()].map(({ data }) => data);
  for (const [body, status] of refusals) {
    const answer = await simulator.control("POST", "/transactions", body);
    expect([body, answer.status]).toEqual([body, status]);
  }
  const after = [await client.transactions.list(), await client.events.list()].map(({ data }) => data);
  expect(after).toEqual(before);
});
