import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Increase from "increase";
import { expect, test } from "vitest";
import { pendingTransactionCategories } from "../routes/pending-transaction-categories";
import { openSimulator, refusal } from "../testing/test-simulator";
import { hold } from "../testing/webhooks";

/** An account's pending transactions, after a look at whether what is available follows from them. */
async function readPending(client: Increase, account_id: string) {
  const { data } = await client.pendingTransactions.list({ account_id });
  const { available_balance, current_balance } = await client.accounts.balance(account_id);
  expect(available_balance).toBe(current_balance + data.reduce((sum, row) => sum + row.held_amount, 0));
  return data;
}

test("each of the 16 categories can be had, and holds what it takes", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const seen: string[] = [];
  for (const category of pendingTransactionCategories) {
    const made = await hold(simulator, { group_id: group.group_id, category });
    const pending = await client.pendingTransactions.retrieve(made.pending_transaction_id);
    expect(pending).toMatchObject({ status: "pending", amount: made.amount, held_amount: made.held_amount });
    expect(made.held_amount).toBe(Math.min(0, made.amount));
    expect(Object.keys(pending.source).toSorted()).toEqual(["category", category].toSorted());
    expect((await readPending(client, made.account_id))[0]).toEqual(pending);
    const { data } = await client.pendingTransactions.list({ category: { in: [category] }, limit: 1 });
    expect(data).toEqual([pending]);
    expect(await client.events.retrieve(made.event_ids[0] ?? "")).toMatchObject({
      category: "pending_transaction.created",
      associated_object_id: pending.id,
    });
    seen.push(pending.source.category);
  }
  expect(seen).toHaveLength(16);
});

test("a completed one holds nothing from then on, and is complete only once", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const { group_id } = group;
  const made = await hold(simulator, { group_id, amount: 5_000, held_amount: -2_500 });
  const before = await client.accounts.balance(made.account_id);
  const path = `/pending_transactions/${made.pending_transaction_id}/complete`;
  await simulator.control("POST", "/clock", { advance_seconds: 60 });
  for (const body of [{ group_id }, undefined]) {
    expect((await simulator.control("POST", path, body)).status).toBe(200);
  }
  expect(await client.pendingTransactions.retrieve(made.pending_transaction_id)).toMatchObject({
    status: "complete",
    completed_at: expect.any(String),
    amount: 5_000,
    held_amount: 0,
  });
  expect((await client.accounts.balance(made.account_id)).available_balance).toBe(
    before.available_balance + 2_500,
  );
  const then = (await client.pendingTransactions.retrieve(made.pending_transaction_id)).created_at;
  expect(await client.accounts.balance(made.account_id, { at_time: then })).toEqual(before);
  await readPending(client, made.account_id);
  const { data } = await client.events.list({ category: { in: ["pending_transaction.updated"] } });
  expect(data.map((event) => event.associated_object_id)).toEqual([made.pending_transaction_id]);
});

test("a seeded one can be completed too, and all of it survives a restart", async () => {
  const dataFile = join(await mkdtemp(join(tmpdir(), "simulator-")), "state.json");
  const before = await openSimulator({ dataFile });
  // The first account, with the wire that it began with: there is always something held of it.
  const group = await before.createGroup({ accounts: 1, transactions_per_account: 1 });
  const { token, client } = await before.connect(group.group_id, "read_only");
  const [account_id = ""] = group.account_ids;
  const [seeded] = await readPending(client, account_id);
  const source = { category: "quantum_hold", quantum_hold: { spin: "down" } };
  const made = await hold(before, { group_id: group.group_id, account_id, amount: -9, source });
  await before.control("POST", `/pending_transactions/${seeded?.id}/complete`);
  const known = await readPending(client, account_id);
  expect(known.map(({ id }) => id)).not.toContain(seeded?.id);
  expect(known[0]).toMatchObject({ id: made.pending_transaction_id, source, held_amount: -9 });
  await before.running.close();
  const after = await openSimulator({ dataFile });
  const again = after.client("live", token);
  expect(await readPending(again, account_id)).toEqual(known);
  expect(await again.pendingTransactions.retrieve(seeded?.id ?? "")).toMatchObject({ status: "complete" });
});

test("what can't be is refused", async () => {
  const simulator = await openSimulator();
  const { group, client } = await simulator.connectNew();
  const { group_id } = group;
  for (const [body, status] of [
    [{ group_id: "group_unknown" }, 404],
    [{ group_id, account_id: "account_unknown" }, 404],
    [{ group_id, held_amount: 1 }, 400],
    [{ group_id, category: "quantum_hold" }, 400],
  ] as const) {
    const answer = await simulator.control("POST", "/pending_transactions", body);
    expect([body, answer.status]).toEqual([body, status]);
  }
  expect((await simulator.control("POST", "/pending_transactions/pending_x/complete")).status).toBe(404);
  const filtered = client.get("/pending_transactions", { query: { "category.in": "quantum_hold" } });
  expect((await refusal(filtered)).status).toBe(400);
});
