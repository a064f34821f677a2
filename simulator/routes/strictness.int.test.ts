import Increase from "increase";
import { expect, test } from "vitest";
import { platform } from "../platform";
import { openSimulator, refusal, refusalBody } from "../testing/test-simulator";

const liveKey = { authorization: `Bearer ${platform.liveKey}` };

test.each([
  "/accounts?foo=1",
  "/accounts?limit=0",
  "/accounts?limit=101",
  "/accounts?limit=ten",
  "/accounts?limit=1&limit=2",
  "/accounts?status.in=open%2Cfrozen",
  "/accounts?status=open",
  "/accounts?created_at.after=yesterday",
  "/accounts?cursor=made-up",
  "/accounts/account_x?expand=1",
  "/accounts/account_x/balance?at_time=2026-01-01",
  "/groups/current?foo=1",
  "/transactions?category.in=gift",
  "/pending_transactions?status.in=open",
  "/account_numbers?ach_debit_status.in=maybe",
  "/cards?status.in=lost",
  "/events?order_by.direction=sideways",
  "/events?category.in=everything",
  "/oauth_connections?group_id=group_x",
  "/oauth_applications?status.in=inactive",
  "/event_subscriptions?status.in=active",
])("GET %s is invalid_parameters_error", async (path) => {
  const simulator = await openSimulator();
  const answer = await fetch(`${simulator.url}/live${path}`, { headers: liveKey });
  expect(answer.status).toBe(400);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(await answer.json()).toMatchObject({
    type: "invalid_parameters_error",
    title: expect.any(String),
    detail: expect.any(String),
    status: 400,
    errors: [{ field: expect.any(String), message: expect.any(String) }],
  });
});

test.each([
  ["GET", "/nothing"],
  ["DELETE", "/accounts/account_x"],
  ["PUT", "/accounts"],
  ["POST", "/groups/current"],
  ["GET", "/accounts/"],
  ["GET", "/oauth/tokens"],
])("%s %s is api_method_not_found_error", async (method, path) => {
  const simulator = await openSimulator();
  const answer = await fetch(`${simulator.url}/live${path}`, { method, headers: liveKey });
  expect(await answer.json()).toMatchObject({ type: "api_method_not_found_error", status: 404 });
});

test("a body that is not JSON is malformed_request_error", async () => {
  const simulator = await openSimulator();
  const send = (body: string, type: string) =>
    fetch(`${simulator.url}/live/accounts`, {
      method: "POST",
      headers: { ...liveKey, "content-type": type },
      body,
    });
  for (const [body, type] of [
    ['{"name": ', "application/json"],
    ["name=Rent", "application/x-www-form-urlencoded"],
    ['{"name": "Rent"}', "text/plain"],
  ] as const) {
    expect(await (await send(body, type)).json()).toMatchObject({
      type: "malformed_request_error",
      status: 400,
    });
  }
});

test("an unknown field of a body, or a wrong type, is invalid_parameters_error", async () => {
  const simulator = await openSimulator();
  const { accounts } = simulator.platform();
  expect(await refusalBody(accounts.create({ name: "Rent", colour: "red" }))).toMatchObject({
    errors: [{ field: "colour", message: "is not a parameter of this method" }],
  });
  expect(await refusalBody(accounts.create({ name: "" }))).toMatchObject({ errors: [{ field: "name" }] });
  expect((await refusal(accounts.create({ name: "Rent", entity_id: "entity_of_nobody" }))).status).toBe(400);
});

test.each([
  ["no header", undefined, "no_header"],
  ["another scheme", "Basic abc", "no_header"],
  ["an unknown key", "Bearer unknown", "no_credential"],
])("%s is invalid_api_key_error", async (_name, authorization, reason) => {
  const simulator = await openSimulator();
  const headers = authorization === undefined ? {} : { headers: { authorization } };
  const answer = await fetch(`${simulator.url}/live/groups/current`, headers);
  expect(await answer.json()).toMatchObject({ type: "invalid_api_key_error", status: 401, reason });
});

test("a key of the other environment is refused, in both directions", async () => {
  const simulator = await openSimulator();
  const refused = await Promise.all(
    [
      simulator.client("sandbox", platform.liveKey).groups.retrieve(),
      simulator.client("live", platform.sandboxKey).groups.retrieve(),
    ].map(refusal),
  );
  for (const error of refused) expect(error).toBeInstanceOf(Increase.EnvironmentMismatchError);
});

test("a read_only token writes nothing; a read_write token does", async () => {
  const simulator = await openSimulator();
  const reader = await simulator.connectNew("read_only");
  expect(await refusal(reader.client.accounts.create({ name: "Rent" }))).toBeInstanceOf(
    Increase.InsufficientPermissionsError,
  );
  expect((await reader.client.accounts.list()).data).toHaveLength(2);
  const writer = await simulator.connectNew("read_write");
  const created = await writer.client.accounts.create({ name: "Rent" });
  expect(await writer.client.accounts.retrieve(created.id)).toEqual(created);
  expect((await writer.client.accounts.balance(created.id)).current_balance).toBe(0);
});

test("what belongs to the platform is closed to a customer's token, even one that writes", async () => {
  const simulator = await openSimulator();
  const { client, connectionId } = await simulator.connectNew("read_write");
  const refused = await Promise.all(
    [
      client.oauthConnections.list(),
      client.oauthConnections.retrieve(connectionId),
      client.oauthApplications.list(),
      client.eventSubscriptions.list(),
      client.eventSubscriptions.create({ url: "https://portal.example/hook" }),
    ].map(refusal),
  );
  for (const error of refused) expect(error).toBeInstanceOf(Increase.InsufficientPermissionsError);
});
