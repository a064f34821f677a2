import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSimulator } from "../testing/test-simulator";
import type { TestSimulator } from "../testing/test-simulator";
import { openReceiver } from "../testing/webhook-receiver";
import { flush, move, subscribe } from "../testing/webhooks";

async function readAccount(client: ReturnType<TestSimulator["client"]>, account_id: string) {
  const transactions = [];
  for await (const transaction of client.transactions.list({ account_id })) transactions.push(transaction);
  const balance = await client.accounts.balance(account_id);
  expect(balance.current_balance).toBe(transactions.reduce((sum, { amount }) => sum + amount, 0));
  return { transactions, balance };
}

test("an inbound ACH is the account's newest transaction, in its balance, and two events", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  const { group, client } = await simulator.connectNew();
  await subscribe(simulator, receiver);
  const account_id = group.account_ids[1] ?? "";
  const before = await readAccount(client, account_id);
  const moved = await move(simulator, "inbound_ach_transfers", {
    group_id: group.group_id,
    account_id,
    amount: 12_345,
  });
  expect(moved).toMatchObject({ account_id, amount: 12_345 });
  const after = await readAccount(client, account_id);
  expect(after.balance.current_balance).toBe(before.balance.current_balance + 12_345);
  expect(after.balance.available_balance).toBe(before.balance.available_balance + 12_345);
  const [newest] = after.transactions;
  expect(newest).toEqual(await client.transactions.retrieve(moved.transaction_id));
  expect(newest).toMatchObject({
    id: moved.transaction_id,
    route_type: "account_number",
    source: { category: "inbound_ach_transfer", inbound_ach_transfer: { amount: 12_345 } },
  });
  const transfer = newest?.source.inbound_ach_transfer?.transfer_id;
  const events = await Promise.all(moved.event_ids.map((id) => client.events.retrieve(id)));
  expect(events.map(({ category, associated_object_id }) => [category, associated_object_id])).toEqual([
    ["inbound_ach_transfer.created", transfer],
    ["transaction.created", moved.transaction_id],
  ]);
  await flush(simulator);
  expect(receiver.received.map(({ headers }) => headers["increase-group-id"])).toEqual([
    group.group_id,
    group.group_id,
  ]);
});

test("a card settlement is a debit of an account with a card", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const moved = await move(simulator, "card_settlements", { group_id: group.group_id, amount: 999 });
  const { data: cards } = await client.cards.list({ account_id: moved.account_id });
  expect(moved.amount).toBe(-999);
  const { transactions } = await readAccount(client, moved.account_id);
  expect(transactions[0]).toMatchObject({
    id: moved.transaction_id,
    amount: -999,
    route_id: cards[0]?.id,
    route_type: "card",
    source: { category: "card_settlement", card_settlement: { amount: -999, presentment_amount: 999 } },
  });
  const events = await Promise.all(moved.event_ids.map((id) => client.events.retrieve(id)));
  expect(events.map(({ category }) => category)).toEqual(["transaction.created"]);
});

test("money moves in the sandbox too, and in the largest ledger", async () => {
  const simulator = await openSimulator();
  const { token } = await simulator.connect(simulator.seededGroup("Brightwater Payroll"));
  const group_id = simulator.seededGroup("Brightwater Payroll");
  const sandbox = simulator.client("sandbox", (await simulator.mintSandboxToken(token)).access_token);
  const there = await move(simulator, "inbound_ach_transfers", { group_id, environment: "sandbox" });
  await readAccount(sandbox, there.account_id);
  const here = await move(simulator, "card_settlements", { group_id });
  const live = simulator.client("live", token);
  expect((await live.transactions.list({ limit: 1 })).data[0]?.id).toBe(here.transaction_id);
  expect((await sandbox.transactions.list({ limit: 1 })).data[0]?.id).toBe(there.transaction_id);
});

test("what moved survives a restart and a change of the accounts", async () => {
  const dataFile = join(await mkdtemp(join(tmpdir(), "simulator-")), "state.json");
  const before = await openSimulator({ dataFile });
  const { group, token, client } = await before.connectNew("read_write");
  const moved = await move(before, "inbound_ach_transfers", { group_id: group.group_id });
  await client.accounts.update(moved.account_id, { name: "Renamed" });
  await move(before, "card_settlements", { group_id: group.group_id });
  const known = await readAccount(client, moved.account_id);
  await before.running.close();
  const after = await openSimulator({ dataFile });
  expect(await readAccount(after.client("live", token), moved.account_id)).toEqual(known);
});

test("money that no account can have is refused, and nothing happens", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const { data: cards } = await client.cards.list();
  const withoutCard = group.account_ids.find((id) => cards.every(({ account_id }) => account_id !== id));
  const refusals = [
    ["card_settlements", { group_id: group.group_id, account_id: withoutCard }, 404],
    ["card_settlements", { group_id: simulator.seededGroup("Fernhollow Studio") }, 404],
    ["inbound_ach_transfers", { group_id: group.group_id, account_id: "account_unknown" }, 404],
    ["inbound_ach_transfers", { group_id: "group_unknown" }, 404],
    ["inbound_ach_transfers", { group_id: group.group_id, amount: 0 }, 400],
    ["inbound_ach_transfers", { group_id: group.group_id, amount: 1.5 }, 400],
  ] as const;
  const before = await client.events.list();
  for (const [path, body, status] of refusals) {
    const answer = await simulator.control("POST", `/${path}`, body);
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { error: expect.any(String), issues: expect.any(Array) },
    ]);
  }
  expect((await client.events.list()).data).toEqual(before.data);
});
