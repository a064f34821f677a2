import { expect, test } from "vitest";
import { platform } from "../platform";
import { openSimulator } from "../testing/test-simulator";

test("reset brings back the seed", async () => {
  const simulator = await openSimulator();
  const { token } = await simulator.connectNew();
  await simulator.setSwitch("old_tokens", "voided");
  await simulator.control("POST", "/clock", { advance_seconds: 90 });
  await simulator.control("POST", "/faults", { path: "/live/**", status: 500, times: null });
  expect((await simulator.control("POST", "/reset")).status).toBe(200);
  const state = await (await simulator.control("GET", "/state")).json();
  expect(state).toMatchObject({
    connections: [],
    codes: [],
    tokens: [],
    faults: [],
    switches: { old_tokens: "kept" },
  });
  expect(state.clock.offset_seconds).toBe(0);
  expect(state.groups).toHaveLength(7);
  expect(JSON.stringify(state)).not.toContain(token);
});

test("the state shows every secret that was given out", async () => {
  const simulator = await openSimulator();
  const { token, group } = await simulator.connectNew();
  const { access_token } = await simulator.mintSandboxToken(token);
  const code = await simulator.approve(group.group_id);
  const text = await (await simulator.control("GET", "/state")).text();
  for (const secret of [token, access_token, code, platform.liveKey, platform.clientSecret]) {
    expect(text).toContain(secret);
  }
});

test("connections can be listed by group and deactivated by id", async () => {
  const simulator = await openSimulator();
  const [one, other] = [await simulator.connectNew(), await simulator.connectNew()];
  const path = `/connections?group_id=${one.group.group_id}`;
  expect(await (await simulator.control("GET", path)).json()).toMatchObject({
    data: [{ id: one.connectionId, status: "active", environment: "live", scope: "read_only" }],
  });
  expect((await simulator.control("POST", `/connections/${one.connectionId}/deactivate`)).status).toBe(200);
  expect((await simulator.control("POST", "/connections/connection_unknown/deactivate")).status).toBe(404);
  await other.client.groups.retrieve();
});

test("authorizing without a browser asks for the same things as the page", async () => {
  const simulator = await openSimulator();
  const { group_id } = await simulator.createGroup();
  const good = { client_id: platform.application.clientId, state: "s", scope: "read_only", group_id };
  const answer = await (await simulator.control("POST", "/authorize", good)).json();
  expect(answer.redirect_to).toBe(`${platform.defaultRedirectUrl}?code=${answer.code}&state=s`);
  for (const bad of [
    { ...good, scope: "all" },
    { ...good, client_id: "x" },
    { ...good, state: "x".repeat(201) },
    { ...good, x: 1 },
  ]) {
    expect((await simulator.control("POST", "/authorize", bad)).status).toBe(400);
  }
  expect((await simulator.control("POST", "/authorize", { ...good, group_id: "group_x" })).status).toBe(404);
});

test("the redirect URL can be changed", async () => {
  const simulator = await openSimulator();
  const redirect_url = "http://localhost:3999/elsewhere";
  expect((await simulator.control("PATCH", "/application", { redirect_url })).status).toBe(200);
  expect(
    (await simulator.control("PATCH", "/application", { redirect_url: "javascript:alert(1)" })).status,
  ).toBe(400);
  expect(await (await simulator.control("GET", "/application")).json()).toEqual({ redirect_url });
});

test("a page of another origin is not answered", async () => {
  const simulator = await openSimulator();
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await fetch(`${simulator.url}/_sim/state`, { headers })).status).toBe(403);
  expect((await fetch(`${simulator.url}/_sim/ui/reset`, { method: "POST", headers })).status).toBe(403);
});

test("the page does by forms what the control API does", async () => {
  const simulator = await openSimulator();
  const { connectionId, group } = await simulator.connectNew();
  const { state, faults } = simulator.running.world;
  const submit = async (name: string, form: Record<string, string>) => {
    const answer = await fetch(`${simulator.url}/_sim/ui/${name}`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    return { status: answer.status, path: new URL(answer.url).pathname, text: await answer.text() };
  };
  const page = await submit("deactivate", { id: connectionId });
  expect(page).toMatchObject({ status: 200, path: "/", text: expect.stringContaining("is deactivated") });
  expect(state.connections[0]?.deletedAt).not.toBeNull();
  await submit("clock", { advance_seconds: "61" });
  expect(simulator.running.world.clock.offsetMs).toBe(61_000);
  await submit("groups", { name: "<b>Bold</b> & Co", accounts: "1", transactions_per_account: "2" });
  const home = await (await fetch(simulator.url)).text();
  expect(home).toContain("&lt;b&gt;Bold&lt;/b&gt; &amp; Co");
  expect(home).not.toContain("<script");
  await submit("faults", {
    path: "/live/**",
    group_id: group.group_id,
    outcome: "500 internal_server_error",
    times: "",
  });
  expect(faults.list()).toMatchObject([{ status: 500, times: null, group_id: group.group_id }]);
  await submit("faults-clear", {});
  expect(faults.list()).toEqual([]);
  await submit("switches", { ...state.switches, grant_error: "invalid_operation_error" });
  expect(simulator.running.world.state.switches.grant_error).toBe("invalid_operation_error");
  expect(await submit("clock", { advance_seconds: "-5" })).toMatchObject({ status: 400 });
  await submit("reset", {});
  expect(simulator.running.world.state.connections).toEqual([]);
});

test("the date of an answer, of a refusal too, is the simulator's", async () => {
  const simulator = await openSimulator();
  await simulator.control("POST", "/clock", { advance_seconds: 3600 });
  for (const headers of [new Headers({ authorization: `Bearer ${platform.liveKey}` }), new Headers()]) {
    const answer = await fetch(`${simulator.url}/live/groups/current`, { headers });
    const aheadMs = Date.parse(answer.headers.get("date") ?? "") - Date.now();
    expect(aheadMs).toBeGreaterThan(3_590_000);
  }
});
