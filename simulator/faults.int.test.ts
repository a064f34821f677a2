import Increase from "increase";
import { expect, test, vi } from "vitest";
import { openSimulator, refusal, refusalBody } from "./testing/test-simulator";
import type { TestSimulator } from "./testing/test-simulator";

async function addFault(simulator: TestSimulator, fault: object): Promise<string> {
  const answer = await simulator.control("POST", "/faults", fault);
  expect(answer.status).toBe(201);
  const { id }: { id: string } = await answer.json();
  return id;
}

test("a fault meets one request unless told otherwise, at the path its glob names", async () => {
  const simulator = await openSimulator();
  const { client, group } = await simulator.connectNew();
  const [accountId = ""] = group.account_ids;
  await addFault(simulator, { path: "/live/accounts/*/balance", status: 500 });
  await client.accounts.list();
  await client.accounts.retrieve(accountId);
  expect(await refusal(client.accounts.balance(accountId))).toBeInstanceOf(Increase.InternalServerError);
  await client.accounts.balance(accountId);
});

test("a fault for one group leaves another's requests alone", async () => {
  const simulator = await openSimulator();
  const [one, other] = [await simulator.connectNew(), await simulator.connectNew()];
  await addFault(simulator, { path: "/live/**", group_id: one.group.group_id, status: 429, times: null });
  for (let count = 0; count < 3; count += 1) {
    expect((await refusal(one.client.groups.retrieve())).status).toBe(429);
    await other.client.groups.retrieve();
    await simulator.platform().oauthConnections.list();
  }
  await simulator.control("DELETE", `/faults?group_id=${one.group.group_id}`);
  await one.client.groups.retrieve();
});

test("a fault for a group meets the exchange of its code and of its production token", async () => {
  const simulator = await openSimulator();
  const [mine, theirs] = [await simulator.createGroup(), await simulator.createGroup()];
  const [code, other] = [await simulator.approve(mine.group_id), await simulator.approve(theirs.group_id)];
  await addFault(simulator, {
    method: "POST",
    path: "/*/oauth/tokens",
    group_id: mine.group_id,
    status: 503,
    times: 2,
  });
  await simulator.exchange(other);
  expect((await refusal(simulator.exchange(code))).status).toBe(503);
  expect((await refusal(simulator.exchange(code))).status).toBe(503);
  const { access_token } = await simulator.exchange(code);
  await addFault(simulator, { path: "/sandbox/oauth/tokens", group_id: mine.group_id, status: 500 });
  expect((await refusal(simulator.mintSandboxToken(access_token))).status).toBe(500);
});

test("faults act one at a time, in their order, after those that shall pass", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew();
  await addFault(simulator, { path: "/live/groups/current", status: 500, after: 1 });
  await addFault(simulator, { path: "/live/groups/current", status: 429, after: 1 });
  await client.groups.retrieve();
  expect((await refusal(client.groups.retrieve())).status).toBe(500);
  expect((await refusal(client.groups.retrieve())).status).toBe(429);
  await client.groups.retrieve();
});

test.each([
  [{ status: 401, reason: "ip_not_allowed" }, Increase.InvalidAPIKeyError, { reason: "ip_not_allowed" }],
  [{ status: 403, type: "private_feature_error" }, Increase.PrivateFeatureError, {}],
  [{ status: 404 }, Increase.ObjectNotFoundError, { likely_environment: null }],
  [{ status: 409 }, Increase.InvalidOperationError, {}],
  [{ status: 429, retry_after: 7 }, Increase.RateLimitedError, { retry_after: 7 }],
  [{ status: 500 }, Increase.InternalServerError, {}],
] as const)("%j is Increase's own error", async (fault, type, extras) => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew();
  await addFault(simulator, { path: "/live/**", ...fault });
  const error = await refusal(client.groups.retrieve());
  expect(error).toBeInstanceOf(type);
  expect(error.error).toMatchObject({ status: fault.status, title: expect.any(String), ...extras });
  if ("retry_after" in fault) expect(error.headers?.get("retry-after")).toBe("7");
});

test("broken JSON, HTML and a dropped connection look as they would", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew();
  await addFault(simulator, { path: "/live/**", malformed: true });
  await expect(client.groups.retrieve()).rejects.toThrow(SyntaxError);
  await addFault(simulator, { path: "/live/**", html: true });
  expect(await refusal(client.groups.retrieve())).toMatchObject({ status: 502, error: undefined });
  await addFault(simulator, { path: "/live/**", drop: true });
  expect(await refusal(client.groups.retrieve())).toBeInstanceOf(Increase.APIConnectionError);
  await client.groups.retrieve();
});

test("an answer can be any JSON, also an object of somebody else's", async () => {
  const simulator = await openSimulator();
  const [mine, theirs] = [await simulator.connectNew(), await simulator.connectNew()];
  const [own = ""] = mine.group.account_ids;
  const foreign = await theirs.client.accounts.retrieve(theirs.group.account_ids[0] ?? "");
  const { group_id } = mine.group;
  await addFault(simulator, { path: `/live/accounts/${own}`, group_id, answer: foreign });
  expect(await mine.client.accounts.retrieve(own)).toEqual(foreign);
  expect((await mine.client.accounts.retrieve(own)).id).toBe(own);
  await addFault(simulator, { path: "/live/accounts", status: 200, answer: [null, "of tomorrow"] });
  const response = await mine.client.accounts.list().asResponse();
  expect([response.status, await response.json()]).toEqual([200, [null, "of tomorrow"]]);
  await addFault(simulator, { path: "/live/accounts", status: 404, answer: null });
  expect((await refusal(mine.client.accounts.list())).status).toBe(404);
});

test("a request that nobody waits for any more does not count as running", async () => {
  const simulator = await openSimulator();
  const { client, group } = await simulator.connectNew();
  const log = () => simulator.running.world.requestLog.list({ path: "/live/groups/current" });
  await addFault(simulator, { path: "/live/groups/current", latency_ms: 5_000 });
  const abandoned = new AbortController();
  const first = refusal(client.groups.retrieve({ signal: abandoned.signal }));
  await vi.waitFor(() => expect(log()).toHaveLength(1));
  abandoned.abort();
  await first;
  await vi.waitFor(async () => {
    await client.accounts.list();
    expect(simulator.running.world.requestLog.list({ group_id: group.group_id }).at(-1)?.concurrency).toBe(1);
  });
  expect(log()[0]).toMatchObject({ status: null, finished_at: null });
});

test("latency delays an answer that is otherwise right", async () => {
  const simulator = await openSimulator();
  const { client } = await simulator.connectNew();
  await addFault(simulator, { path: "/live/groups/current", latency_ms: 120 });
  const slow = client.groups.retrieve();
  await client.groups.retrieve();
  await slow;
  const [first, second] = simulator.running.world.requestLog.list({ path: "/live/groups/current" });
  expect(Date.parse(first?.finished_at ?? "") - Date.parse(first?.at ?? "")).toBeGreaterThanOrEqual(115);
  expect([first?.concurrency, second?.concurrency]).toEqual([1, 2]);
});

test("faults meet the consent page too", async () => {
  const simulator = await openSimulator();
  await addFault(simulator, { path: "/oauth/authorization", html: true, status: 503 });
  expect((await fetch(`${simulator.url}/oauth/authorization`)).status).toBe(503);
});

test("a fault can be listed and removed, and nonsense is refused", async () => {
  const simulator = await openSimulator();
  const id = await addFault(simulator, { path: "/live/**", status: 500, times: null });
  expect(await (await simulator.control("GET", "/faults")).json()).toMatchObject({
    data: [{ id, path: "/live/**" }],
  });
  expect((await simulator.control("DELETE", `/faults/${id}`)).status).toBe(200);
  expect((await simulator.control("DELETE", `/faults/${id}`)).status).toBe(404);
  for (const nonsense of [
    { path: "/live/**" },
    { status: 500 },
    { path: "/x", status: 200 },
    { path: "/x", retry_after: 5 },
    { path: "/x", drop: true, y: 1 },
  ]) {
    expect((await simulator.control("POST", "/faults", nonsense)).status).toBe(400);
  }
});

test("the request log names groups, counts what runs at once, and holds no secret", async () => {
  const simulator = await openSimulator();
  const { client, token, group } = await simulator.connectNew();
  await addFault(simulator, { path: "/live/groups/current", latency_ms: 60, times: 3 });
  await Promise.all([client.groups.retrieve(), client.groups.retrieve(), client.groups.retrieve()]);
  await refusalBody(client.get(`/accounts/${token}`, { query: { cursor: token } }));
  const answer = await (await simulator.control("GET", `/requests?group_id=${group.group_id}`)).json();
  expect(answer.data[0]).toEqual({
    id: 1,
    at: expect.any(String),
    finished_at: expect.any(String),
    environment: "live",
    method: "POST",
    path: "/live/oauth/tokens",
    query: {},
    group_id: group.group_id,
    status: 200,
    concurrency: 1,
  });
  expect(answer.data.map((request: { concurrency: number }) => request.concurrency)).toEqual([1, 1, 2, 3, 1]);
  expect(answer.data.at(-1)).toMatchObject({
    path: "/live/accounts/[removed]",
    query: { cursor: "[removed]" },
  });
  expect(JSON.stringify(answer)).not.toContain(token);
  await simulator.control("DELETE", "/requests");
  expect(await (await simulator.control("GET", "/requests")).json()).toEqual({ data: [] });
});
