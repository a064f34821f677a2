import Increase from "increase";
import { expect, test } from "vitest";
import { openSimulator, refusal } from "../testing/test-simulator";

test("connecting and deactivating are events of the platform, of no customer", async () => {
  const simulator = await openSimulator();
  const { connectionId, client } = await simulator.connectNew();
  await simulator.deactivate(connectionId);
  await simulator.deactivate(connectionId);
  const { data } = await simulator.platform().events.list({ associated_object_id: connectionId });
  expect(data.map(({ category }) => category)).toEqual([
    "oauth_connection.deactivated",
    "oauth_connection.created",
  ]);
  expect(data[0]).toEqual({
    id: expect.stringMatching(/^event_[a-z0-9]{27}$/),
    associated_object_id: connectionId,
    associated_object_type: "oauth_connection",
    category: "oauth_connection.deactivated",
    created_at: expect.any(String),
    type: "event",
  });
  expect((await refusal(client.events.list())).status).toBe(401);
  expect((await simulator.platform().oauthConnections.list()).data).toEqual([]);
});

test("a customer's token lists its own group's events, which lead to its objects", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew("read_write");
  const made = await client.accounts.create({ name: "Rent" });
  const { data } = await client.events.list();
  expect(data[0]).toMatchObject({ category: "account.created", associated_object_id: made.id });
  const transaction = data.find(({ category }) => category === "transaction.created");
  expect((await client.transactions.retrieve(transaction?.associated_object_id ?? "")).type).toBe(
    "transaction",
  );
  expect(data.some(({ category }) => category.startsWith("oauth_connection."))).toBe(false);
});

test("a poller that has caught up goes on from its cursor and misses nothing", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew("read_write");
  const ascending = { order_by: { field: "created_at", direction: "ascending" } } as const;
  const seen: string[] = [];
  let cursor: string | null = null;
  const poll = async (): Promise<number> => {
    const page: Increase.EventsPage = await client.events.list({
      ...ascending,
      limit: 3,
      ...(cursor ? { cursor } : {}),
    });
    expect(page.next_cursor).not.toBeNull();
    cursor = page.next_cursor;
    seen.push(...page.data.map(({ id }) => id));
    return page.data.length;
  };
  while ((await poll()) > 0);
  const known = seen.length;
  const made = await client.accounts.create({ name: "Rent" });
  expect(await poll()).toBe(1);
  expect(await poll()).toBe(0);
  expect((await client.events.retrieve(seen.at(-1) ?? "")).associated_object_id).toBe(made.id);
  expect(new Set(seen).size).toBe(known + 1);
});

test("an ascending list that is empty has a cursor that leads to the first event", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connect(simulator.seededGroup("Fernhollow Studio"), "read_write");
  const ascending = { order_by: { field: "created_at", direction: "ascending" } } as const;
  const start = await client.events.list(ascending);
  expect(start.data).toEqual([]);
  await client.accounts.create({ name: "First" });
  const next = await client.events.list({ ...ascending, cursor: start.next_cursor ?? "" });
  expect(next.data.map(({ category }) => category)).toEqual(["account.created"]);
});

test("events are gone after 30 days", async () => {
  const simulator = await openSimulator();
  const { connectionId } = await simulator.connectNew();
  const { events } = simulator.platform();
  const id = (await events.list({ associated_object_id: connectionId })).data[0]?.id ?? "";
  await simulator.control("POST", "/clock", { advance_seconds: 30 * 86_400 + 2 });
  expect((await events.list()).data).toEqual([]);
  expect((await refusal(events.retrieve(id))).status).toBe(404);
});

test("an event subscription can be made, changed and deleted, once", async () => {
  const simulator = await openSimulator();
  const { connectionId } = await simulator.connectNew();
  const { eventSubscriptions, events } = simulator.platform();
  const made = await eventSubscriptions.create({
    url: "https://portal.example/hook",
    oauth_connection_id: connectionId,
    selected_event_categories: [{ event_category: "transaction.created" }],
    shared_secret: "a shared secret",
  });
  expect(JSON.stringify(made)).not.toContain("a shared secret");
  expect(await eventSubscriptions.retrieve(made.id)).toEqual(made);
  expect(await eventSubscriptions.update(made.id, { status: "disabled" })).toMatchObject({
    status: "disabled",
  });
  expect((await eventSubscriptions.list()).data).toHaveLength(1);
  await eventSubscriptions.update(made.id, { status: "deleted" });
  expect(await refusal(eventSubscriptions.update(made.id, { status: "active" }))).toBeInstanceOf(
    Increase.InvalidOperationError,
  );
  const told = await events.list({ associated_object_id: made.id });
  expect(told.data.map(({ category }) => category).toSorted()).toEqual([
    "event_subscription.created",
    "event_subscription.updated",
    "event_subscription.updated",
  ]);
});

test("an event subscription is refused for what it cannot be", async () => {
  const simulator = await openSimulator();
  const { eventSubscriptions } = simulator.platform();
  const url = "https://portal.example/hook";
  const decision = { event_category: "real_time_decision.card_authorization_requested" } as const;
  const refused = [
    { url: "not a url" },
    { url, shared_secret: "" },
    { url, selected_event_category: "transaction.created" },
    { url, selected_event_categories: [decision, { event_category: "transaction.created" as const }] },
  ];
  for (const body of refused) expect((await refusal(eventSubscriptions.create(body))).status).toBe(400);
  const unknown = eventSubscriptions.create({ url, oauth_connection_id: "connection_unknown" });
  expect((await refusal(unknown)).status).toBe(404);
  await eventSubscriptions.create({ url, selected_event_categories: [decision] });
  const second = eventSubscriptions.create({ url, selected_event_categories: [decision] });
  expect((await refusal(second)).status).toBe(409);
});
