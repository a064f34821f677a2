import { expect, test } from "vitest";
import { openSimulator, refusalBody } from "./testing/test-simulator";

async function payroll() {
  const simulator = await openSimulator();
  const { client } = await simulator.connect(simulator.seededGroup("Brightwater Payroll"));
  const accounts = (await client.accounts.list()).data;
  const account_id = accounts.find(({ name }) => name === "Payroll Clearing")?.id ?? "";
  return { simulator, client, account_id };
}

test("20,000 transactions come once each, newest first", { timeout: 30_000 }, async () => {
  const { client, account_id } = await payroll();
  const ids = new Set<string>();
  let previous = "9999";
  for await (const row of client.transactions.list({ account_id })) {
    expect(row.created_at <= previous).toBe(true);
    previous = row.created_at;
    ids.add(row.id);
  }
  expect(ids.size).toBe(20_000);
});

test("a page from the middle of 20,000 is the page that paging reaches", async () => {
  const { client, account_id } = await payroll();
  const first = await client.transactions.list({ account_id, limit: 100 });
  const second = await first.getNextPage();
  const boundary = first.data.at(-1)?.created_at ?? "";
  const window = await client.transactions.list({ account_id, created_at: { on_or_before: boundary } });
  expect(window.data[0]?.created_at).toBe(boundary);
  expect(window.data.map(({ id }) => id)).toEqual(
    expect.arrayContaining(second.data.slice(0, 90).map(({ id }) => id)),
  );
});

test("the four bounds of created_at include and exclude as they say", async () => {
  const { client, account_id } = await payroll();
  const { data } = await client.transactions.list({ account_id, limit: 30 });
  const [newer, older] = [data[5]?.created_at ?? "", data[20]?.created_at ?? ""];
  const ask = async (created_at: object) =>
    (await client.transactions.list({ account_id, created_at })).data.map((row) => row.created_at);
  const closed = await ask({ on_or_after: older, on_or_before: newer });
  const open = await ask({ after: older, before: newer });
  expect(closed).toEqual(data.map((row) => row.created_at).filter((at) => at >= older && at <= newer));
  expect(open).toEqual(data.map((row) => row.created_at).filter((at) => at > older && at < newer));
});

test("every limit gives the same list", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connect(simulator.seededGroup("Lighthouse Property Trust"));
  const lists = [];
  for (const limit of [1, 7, 100]) {
    const ids = [];
    for await (const { id } of client.accounts.list({ limit })) ids.push(id);
    lists.push(ids);
  }
  expect(lists[0]).toHaveLength(150);
  expect(lists[1]).toEqual(lists[0]);
  expect(lists[2]).toEqual(lists[0]);
});

test("the last page has no cursor, and an empty list neither", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew();
  expect((await client.accounts.list({ limit: 2 })).next_cursor).toBeNull();
  expect((await client.accounts.list({ limit: 1 })).next_cursor).not.toBeNull();
  const empty = await simulator.connect(simulator.seededGroup("Fernhollow Studio"));
  expect(await empty.client.accounts.list()).toMatchObject({ data: [], next_cursor: null });
});

test("a cursor goes with its list and its filters", async () => {
  const { client, account_id } = await payroll();
  const cursor = (await client.transactions.list({ account_id, limit: 1 })).next_cursor ?? "";
  await client.transactions.list({ account_id, cursor, limit: 5 });
  const refused = await Promise.all(
    [client.transactions.list({ cursor }), client.pendingTransactions.list({ account_id, cursor })].map(
      refusalBody,
    ),
  );
  for (const body of refused) expect(body).toMatchObject({ errors: [{ field: "cursor" }] });
});

test("filters by status, category, route and key reach what they name", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connect(simulator.seededGroup("Cobalt Freight Cooperative"));
  const closed = (await client.accounts.list({ status: { in: ["closed"] } })).data;
  expect(closed.map(({ name }) => name)).toEqual(["Old Operating"]);
  expect((await client.accounts.list({ status: { in: ["closed", "open"] } })).data).toHaveLength(10);
  const card = (await client.cards.list({ status: { in: ["active"] } })).data[0];
  const routed = (await client.transactions.list({ route_id: card?.id ?? "" })).data;
  expect(routed.length).toBeGreaterThan(0);
  expect(new Set(routed.map((row) => row.route_type))).toEqual(new Set(["card"]));
  const refunds = (await client.transactions.list({ category: { in: ["card_refund", "fee_payment"] } })).data;
  expect(new Set(refunds.map((row) => row.source.category))).toEqual(new Set(["card_refund", "fee_payment"]));
  const pending = (await client.pendingTransactions.list()).data;
  expect(new Set(pending.map((row) => row.status))).toEqual(new Set(["pending"]));
  const blocked = (await client.accountNumbers.list({ ach_debit_status: { in: ["blocked"] } })).data;
  expect(new Set(blocked.map((row) => row.inbound_ach.debit_status))).toEqual(new Set(["blocked"]));
  expect((await client.accounts.list({ entity_id: "entity_of_nobody" })).data).toEqual([]);
});
