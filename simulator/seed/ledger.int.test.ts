import type Increase from "increase";
import { expect, test } from "vitest";
import { environments } from "../environment";
import type { Environment } from "../environment";
import { openSimulator, refusal } from "../testing/test-simulator";
import type { TestSimulator } from "../testing/test-simulator";
import type { Group } from "./groups";

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of pages) found.push(item);
  return found;
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function checkLedger(
  account: Increase.Account,
  balance: Increase.BalanceLookup,
  transactions: Increase.Transaction[],
  pending: Increase.PendingTransaction[],
): void {
  const current = transactions.reduce((sum, { amount }) => sum + amount, 0);
  const held = pending
    .filter(({ status }) => status === "pending")
    .reduce((sum, row) => sum + row.held_amount, 0);
  expect(balance).toMatchObject({ current_balance: current, available_balance: current + held });
  expect(pending.every((row) => row.held_amount <= 0)).toBe(true);
  expect(pending.every((row) => (row.status === "complete") === (row.completed_at !== null))).toBe(true);
  expect(transactions.every((row) => row.created_at > account.created_at)).toBe(true);
  for (const { source } of [...transactions, ...pending]) {
    expect(Object.keys(source).toSorted()).toEqual(["category", source.category].toSorted());
  }
  if (account.status === "closed")
    expect({ current, held, pending }).toEqual({ current: 0, held: 0, pending: [] });
  if (account.funding === "deposits") expect(balance.available_balance).toBeGreaterThanOrEqual(0);
  const owed = account.loan === null ? null : { due_balance: Math.max(0, -current), past_due_balance: 0 };
  expect(balance.loan).toEqual(owed && expect.objectContaining(owed));
  expect(current).toBeGreaterThanOrEqual(account.loan === null ? 0 : -account.loan.credit_limit);
  expect(account.loan === null).toBe(account.funding === "deposits");
}

async function clientOf(simulator: TestSimulator, group: Group, environment: Environment) {
  if (group.kind === "platform") return simulator.platform(environment);
  const { token, client } = await simulator.connect(group.id);
  if (environment === "live") return client;
  return simulator.client("sandbox", (await simulator.mintSandboxToken(token)).access_token);
}

test("the sums of every seeded account add up, in both environments", { timeout: 60_000 }, async () => {
  const simulator = await openSimulator();
  const categories = new Set<string>();
  let accountCount = 0;
  for (const group of simulator.running.world.groups.values()) {
    for (const environment of environments) {
      const client = await clientOf(simulator, group, environment);
      const accounts = await all(client.accounts.list());
      expect(accounts).toHaveLength(group.plans[environment].length);
      const whole = await all(client.transactions.list());
      const transactions = groupBy(whole, (row) => row.account_id);
      const pending = groupBy(
        await all(client.pendingTransactions.list({ status: { in: ["pending", "complete"] } })),
        (row) => row.account_id,
      );
      for (const account of accounts) {
        const balance = await client.accounts.balance(account.id);
        const own = await all(client.transactions.list({ account_id: account.id }));
        expect(own).toEqual(transactions.get(account.id) ?? []);
        checkLedger(account, balance, own, pending.get(account.id) ?? []);
      }
      expect([...transactions.keys()].every((id) => accounts.some((account) => account.id === id))).toBe(
        true,
      );
      accountCount += accounts.length;
      for (const row of [...transactions.values()].flat()) categories.add(row.source.category);
    }
  }
  expect(accountCount).toBe(166 + 2 * 5 + 2 + 2);
  expect(categories.size).toBeGreaterThan(20);
});

test("balances of the past are the sums of what was posted and held then", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connect(simulator.seededGroup("Juniper & Rye Bakery"));
  const account = (await all(client.accounts.list())).find(({ name }) => name === "Operating");
  const account_id = account?.id ?? "";
  const transactions = await all(client.transactions.list({ account_id }));
  const pending = await all(
    client.pendingTransactions.list({ account_id, status: { in: ["pending", "complete"] } }),
  );
  for (const moment of [transactions[3], transactions[20], transactions.at(-1), pending[0], pending.at(-1)]) {
    const at_time = moment?.created_at ?? "";
    const current = transactions
      .filter((row) => row.created_at <= at_time)
      .reduce((sum, row) => sum + row.amount, 0);
    const balance = await client.accounts.balance(account_id, { at_time });
    expect(balance.current_balance).toBe(current);
    expect(balance.available_balance).toBeLessThanOrEqual(current);
  }
  const before = await client.accounts.balance(account_id, { at_time: "2020-01-01T00:00:00Z" });
  expect(before).toMatchObject({ current_balance: 0, available_balance: 0 });
  const completed = pending.find((row) => row.status === "complete");
  const then = await client.accounts.balance(account_id, { at_time: completed?.created_at ?? "" });
  expect(then.available_balance).toBe(then.current_balance + (completed?.amount ?? 0));
});

test("a balance of the future is refused, one of this moment is not", async () => {
  const simulator = await openSimulator();
  const { client, group } = await simulator.connectNew();
  const [id = ""] = group.account_ids;
  const now = new Date().toISOString();
  expect(await client.accounts.balance(id, { at_time: now })).toEqual(await client.accounts.balance(id));
  const at_time = new Date(Date.now() + 60_000).toISOString();
  expect(await refusal(client.accounts.balance(id, { at_time }))).toMatchObject({
    status: 400,
    error: { type: "invalid_parameters_error", errors: [{ field: "at_time" }] },
  });
  await simulator.control("POST", "/clock", { advance_seconds: 61 });
  await client.accounts.balance(id, { at_time });
});

test("a transfer between two accounts of a group stands in both", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connect(simulator.seededGroup("Lighthouse Property Trust"));
  const transfers = await all(client.transactions.list({ category: { in: ["account_transfer_intention"] } }));
  expect(transfers.length).toBeGreaterThan(100);
  const byTransfer = groupBy(transfers, (row) => row.source.account_transfer_intention?.transfer_id ?? "");
  for (const sides of byTransfer.values()) {
    expect(sides).toHaveLength(2);
    expect(sides.reduce((sum, row) => sum + row.amount, 0)).toBe(0);
    for (const { amount, account_id, source } of sides) {
      const { source_account_id, destination_account_id } = source.account_transfer_intention ?? {};
      expect(account_id).toBe(amount < 0 ? source_account_id : destination_account_id);
    }
  }
});

test("the seed is the same in every process, and other groups are other data", async () => {
  const [one, other] = [await openSimulator(), await openSimulator()];
  const read = async (simulator: typeof one, name: string) => {
    const { client } = await simulator.connect(simulator.seededGroup(name));
    const page = await client.transactions.list({ limit: 20 });
    return page.data.map(({ id, amount, description, source }) => ({
      id,
      amount,
      description,
      source: source.category,
    }));
  };
  expect(await read(one, "Brightwater Payroll")).toEqual(await read(other, "Brightwater Payroll"));
  expect(await read(one, "Brightwater Payroll")).not.toEqual(await read(one, "Cobalt Freight Cooperative"));
});

test("a created group has exactly the accounts and transactions that were asked for", async () => {
  const simulator = await openSimulator();
  const group = await simulator.createGroup({ accounts: 3, transactions_per_account: 7 });
  const { client } = await simulator.connect(group.group_id);
  expect((await all(client.accounts.list())).map(({ id }) => id).toSorted()).toEqual(
    group.account_ids.toSorted(),
  );
  for (const account_id of group.account_ids) {
    expect(await all(client.transactions.list({ account_id }))).toHaveLength(7);
  }
});
