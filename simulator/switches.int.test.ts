import Increase from "increase";
import { expect, test } from "vitest";
import { platform } from "./platform";
import type { SwitchName } from "./switches";
import { switchTable } from "./switches";
import { openSimulator, refusal, refusalBody } from "./testing/test-simulator";

async function withSwitch(name: SwitchName, value: string) {
  const simulator = await openSimulator();
  await simulator.setSwitch(name, value);
  return simulator;
}

test("every switch starts at its first value, and the control API knows them all", async () => {
  const simulator = await openSimulator();
  const given = await (await simulator.control("GET", "/switches")).json();
  expect(given).toEqual(
    Object.fromEntries(Object.entries(switchTable).map(([name, { values }]) => [name, values[0]])),
  );
});

test("an unknown switch or value is refused and changes nothing", async () => {
  const simulator = await openSimulator();
  for (const changes of [
    { unknown: "x" },
    { grant_error: "teapot" },
    { old_tokens: "voided", unknown: "x" },
    [],
  ]) {
    expect((await simulator.control("PATCH", "/switches", changes)).status).toBe(400);
  }
  expect(simulator.running.world.state.switches.old_tokens).toBe("kept");
});

test.each([
  ["invalid_parameters_error", 400, { errors: [{ field: "code" }] }],
  ["invalid_operation_error", 409, {}],
  ["object_not_found_error", 404, { likely_environment: null }],
])("grant_error %s", async (type, status, extras) => {
  const simulator = await withSwitch("grant_error", type);
  expect(await refusalBody(simulator.exchange("unknown"))).toMatchObject({ type, status, ...extras });
  expect(await refusalBody(simulator.mintSandboxToken("unknown"))).toMatchObject({ type, status });
});

test.each([
  ["invalid_parameters_error", 400],
  ["insufficient_permissions_error", 403],
  ["object_not_found_error", 404],
])("client_credentials_error %s", async (type, status) => {
  const simulator = await withSwitch("client_credentials_error", type);
  const good = { grant_type: "authorization_code", code: "code" } as const;
  for (const wrong of [
    { client_id: "client_id_other", client_secret: platform.clientSecret },
    { client_id: platform.application.clientId, client_secret: "other" },
  ]) {
    const call = simulator.platform().oauthTokens.create({ ...good, ...wrong });
    expect(await refusalBody(call)).toMatchObject({ type, status });
  }
});

test.each([
  ["new_connection", 2, 2],
  ["same_connection", 1, 1],
  ["new_replaces_old", 2, 1],
])("reauthorization %s: %i connections, %i active, and the new token works", async (value, all, active) => {
  const simulator = await withSwitch("reauthorization", value);
  const { group, client: before } = await simulator.connectNew();
  const { client: after } = await simulator.connect(group.group_id);
  const connections = simulator.platform().oauthConnections;
  expect((await connections.list({ status: { in: ["active", "inactive"] } })).data).toHaveLength(all);
  expect((await connections.list()).data).toHaveLength(active);
  await after.groups.retrieve();
  if (value === "new_replaces_old") expect((await refusal(before.groups.retrieve())).status).toBe(401);
  else await before.groups.retrieve();
});

test.each([
  ["kept", 200],
  ["voided", 401],
])("old_tokens %s: an earlier token answers %i", async (value, status) => {
  const simulator = await withSwitch("old_tokens", value);
  const { group, token } = await simulator.connectNew();
  const { client: after } = await simulator.connect(group.group_id);
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${simulator.url}/live/groups/current`, { headers })).status).toBe(status);
  await after.groups.retrieve();
});

test.each([
  ["requested", "same_connection", true],
  ["requested", "new_connection", true],
  ["original", "same_connection", false],
  ["original", "new_connection", false],
])("scope_on_reauthorization %s with %s: a wider scope is granted: %s", async (value, how, granted) => {
  const simulator = await withSwitch("scope_on_reauthorization", value);
  await simulator.setSwitch("reauthorization", how);
  const { group } = await simulator.connectNew("read_only");
  const { client } = await simulator.connect(group.group_id, "read_write");
  const write = client.accounts.create({ name: "Rent" });
  if (granted) await write;
  else expect((await refusal(write)).status).toBe(403);
});

test.each([
  ["deleted_credential", "deleted_credential"],
  ["expired_credential", "expired_credential"],
  ["no_credential", "no_credential"],
  ["absent", undefined],
  ["unlisted", "revoked_by_user"],
])("deactivated_token_reason %s", async (value, reason) => {
  const simulator = await withSwitch("deactivated_token_reason", value);
  const { client, connectionId } = await simulator.connectNew();
  await simulator.deactivate(connectionId);
  const error = await refusal(client.groups.retrieve());
  expect(error).toBeInstanceOf(Increase.InvalidAPIKeyError);
  expect(error).toMatchObject({ status: 401, reason });
});

test.each([
  ["insufficient_permissions_error", 403],
  ["api_method_not_found_error", 404],
  ["invalid_operation_error", 409],
])("read_only_write_error %s", async (type, status) => {
  const simulator = await withSwitch("read_only_write_error", type);
  const { client } = await simulator.connectNew();
  expect(await refusalBody(client.accounts.create({ name: "Rent" }))).toMatchObject({ type, status });
});

test("inactive_connection: returned with its end, or not found", async () => {
  const simulator = await openSimulator();
  const { connectionId } = await simulator.connectNew();
  await simulator.deactivate(connectionId);
  const { oauthConnections } = simulator.platform();
  expect(await oauthConnections.retrieve(connectionId)).toMatchObject({
    status: "inactive",
    deleted_at: expect.stringMatching(/Z$/),
  });
  await simulator.setSwitch("inactive_connection", "not_found");
  expect((await refusal(oauthConnections.retrieve(connectionId))).status).toBe(404);
});

test("connected_group_events: the platform lists its own events, or its customers' too", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew();
  const theirs = (await client.events.list()).data[0]?.id ?? "";
  const { events } = simulator.platform();
  const ids = async () => (await events.list()).data.map(({ id }) => id);
  expect(await ids()).not.toContain(theirs);
  expect((await refusal(events.retrieve(theirs))).status).toBe(404);
  await simulator.setSwitch("connected_group_events", "listed");
  expect(await ids()).toContain(theirs);
  expect((await events.retrieve(theirs)).id).toBe(theirs);
});

test.each([
  ["at_exchange", 0, 1],
  ["at_consent", 1, 1],
])(
  "connection_created %s: %i after consent, %i after the exchange",
  async (value, afterConsent, afterExchange) => {
    const simulator = await withSwitch("connection_created", value);
    const code = await simulator.approve((await simulator.createGroup()).group_id);
    const count = async () => (await simulator.platform().oauthConnections.list()).data.length;
    expect(await count()).toBe(afterConsent);
    await simulator.exchange(code);
    expect(await count()).toBe(afterExchange);
  },
);

test("a connection made at consent and deactivated before the exchange gives no token", async () => {
  const simulator = await withSwitch("connection_created", "at_consent");
  const { group_id } = await simulator.createGroup();
  const code = await simulator.approve(group_id);
  await simulator.deactivate(simulator.newestConnection(group_id));
  expect((await refusal(simulator.exchange(code))).status).toBe(400);
});

test.each([
  ["none", 0],
  ["own", 1],
])("sandbox_connection %s: two sandbox tokens make %i sandbox connections", async (value, count) => {
  const simulator = await withSwitch("sandbox_connection", value);
  const { token, connectionId } = await simulator.connectNew();
  const minted = await simulator.mintSandboxToken(token);
  await simulator.mintSandboxToken(token);
  const { oauthConnections, events } = simulator.platform("sandbox");
  expect((await oauthConnections.list()).data).toHaveLength(count);
  await simulator.deactivate(connectionId);
  expect((await oauthConnections.list()).data).toHaveLength(0);
  const told = await events.list({ category: { in: ["oauth_connection.deactivated"] } });
  expect(told.data).toHaveLength(count);
  expect((await refusal(simulator.client("sandbox", minted.access_token).groups.retrieve())).status).toBe(
    401,
  );
});

test.each([
  ["dies", "none", 401],
  ["dies", "own", 401],
  ["survives", "none", 200],
  ["survives", "own", 200],
])("sandbox_token_after_deactivation %s with connection %s: %i", async (value, connection, status) => {
  const simulator = await withSwitch("sandbox_token_after_deactivation", value);
  await simulator.setSwitch("sandbox_connection", connection);
  const { token, connectionId } = await simulator.connectNew();
  const { access_token } = await simulator.mintSandboxToken(token);
  await simulator.deactivate(connectionId);
  const headers = { authorization: `Bearer ${access_token}` };
  expect((await fetch(`${simulator.url}/sandbox/groups/current`, { headers })).status).toBe(status);
});

test.each([
  ["same", true],
  ["different", false],
])("sandbox_group_id %s", async (value, isSame) => {
  const simulator = await withSwitch("sandbox_group_id", value);
  const { token, group, client } = await simulator.connectNew();
  const minted = await simulator.mintSandboxToken(token);
  expect(minted.group_id === group.group_id).toBe(isSame);
  const current = await simulator.client("sandbox", minted.access_token).groups.retrieve();
  expect(current.id).toBe(minted.group_id);
  expect((await client.groups.retrieve()).id).toBe(group.group_id);
});

test.each([
  ["present", true],
  ["absent", false],
])("token_response_group_id %s", async (value, isThere) => {
  const simulator = await withSwitch("token_response_group_id", value);
  const code = await simulator.approve((await simulator.createGroup()).group_id);
  const token = await simulator.exchange(code);
  expect("group_id" in token).toBe(isThere);
  expect("group_id" in (await simulator.mintSandboxToken(token.access_token))).toBe(isThere);
});

test("sandbox_authorization_code: refused, or accepted for a sandbox token", async () => {
  const simulator = await openSimulator();
  const code = await simulator.approve((await simulator.createGroup()).group_id);
  expect((await refusal(simulator.exchange(code, "sandbox"))).status).toBe(400);
  await simulator.setSwitch("sandbox_authorization_code", "accepted");
  const token = await simulator.exchange(code, "sandbox");
  await simulator.client("sandbox", token.access_token).groups.retrieve();
});

test.each([
  ["environment_mismatch_error", { status: 403 }],
  ["invalid_api_key_error", { status: 401, reason: "wrong_environment" }],
])("wrong_environment_error %s", async (type, rest) => {
  const simulator = await withSwitch("wrong_environment_error", type);
  const call = simulator.client("sandbox", platform.liveKey).groups.retrieve();
  expect(await refusalBody(call)).toMatchObject({ type, ...rest });
});

test("event_subscription_url: plain http is allowed, or refused", async () => {
  const simulator = await openSimulator();
  const { eventSubscriptions } = simulator.platform();
  await eventSubscriptions.create({ url: "http://localhost:3000/hook" });
  await simulator.setSwitch("event_subscription_url", "https_only");
  expect((await refusal(eventSubscriptions.create({ url: "http://localhost:3000/hook" }))).status).toBe(400);
  await eventSubscriptions.create({ url: "https://portal.example/hook" });
});

test.each([
  ["unlimited", 200],
  ["ten_minutes", 400],
])("cursor_lifetime %s: a cursor of an hour ago answers %i", async (value, status) => {
  const simulator = await withSwitch("cursor_lifetime", value);
  const { client, token } = await simulator.connectNew();
  const cursor = (await client.transactions.list({ limit: 1 })).next_cursor ?? "";
  await simulator.control("POST", "/clock", { advance_seconds: 3_600 });
  const url = `${simulator.url}/live/transactions?limit=1&cursor=${encodeURIComponent(cursor)}`;
  expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(status);
});
