import { expect, test } from "vitest";
import { platform } from "../platform";
import { openSimulator } from "../testing/test-simulator";
import type { TestSimulator } from "../testing/test-simulator";

const asked = { client_id: platform.application.clientId, state: "the state", scope: "read_only" };

function show(simulator: TestSimulator, parameters: Record<string, string> | string): Promise<Response> {
  return fetch(`${simulator.url}/oauth/authorization?${new URLSearchParams(parameters)}`);
}

function decide(simulator: TestSimulator, form: Record<string, string> | string): Promise<Response> {
  const body = new URLSearchParams(form);
  return fetch(`${simulator.url}/oauth/authorization`, { method: "POST", body, redirect: "manual" });
}

test("a person sees who asks for what, chooses a group, and comes back with a code that can be exchanged", async () => {
  const simulator = await openSimulator({ redirectUrl: "http://localhost:3999/back?kept=1" });
  const page = await (await show(simulator, asked)).text();
  for (const text of ["Ledgerline Portal", "read_only", "Juniper &amp; Rye Bakery", "Simulated Increase"]) {
    expect(page).toContain(text);
  }
  expect(page).not.toContain("<script");

  const groupId = simulator.seededGroup("Juniper & Rye Bakery");
  const answer = await decide(simulator, { ...asked, group_id: groupId, decision: "approve" });
  expect(answer.status).toBe(303);
  const back = new URL(answer.headers.get("location") ?? "");
  expect(back.origin + back.pathname).toBe("http://localhost:3999/back");
  expect([...back.searchParams.keys()]).toEqual(["kept", "code", "state"]);
  expect(back.searchParams.get("state")).toBe("the state");

  const token = await simulator.exchange(back.searchParams.get("code") ?? "");
  expect(token).toEqual({
    access_token: expect.stringMatching(/^[\w-]{43}$/),
    group_id: groupId,
    token_type: "bearer",
    type: "oauth_token",
  });
  expect(await simulator.client("live", token.access_token).groups.retrieve()).toMatchObject({ id: groupId });
});

test("without state the redirect has none", async () => {
  const simulator = await openSimulator();
  const { client_id, scope } = asked;
  const groupId = simulator.seededGroup("Fernhollow Studio");
  const answer = await decide(simulator, { client_id, scope, group_id: groupId, decision: "approve" });
  expect([...new URL(answer.headers.get("location") ?? "").searchParams.keys()]).toEqual(["code"]);
});

test.each([
  ["an unknown parameter", { ...asked, response_type: "code" }, "response_type"],
  ["a redirect_uri", { ...asked, redirect_uri: "https://attacker.example" }, "redirect_uri"],
  ["an unknown client", { ...asked, client_id: "client_id_of_nobody" }, "client_id"],
  ["a deleted application", { ...asked, client_id: platform.deletedApplication.clientId }, "client_id"],
  ["an unknown scope", { ...asked, scope: "admin" }, "scope"],
  ["a state over 200 characters", { ...asked, state: "x".repeat(201) }, "state"],
  ["no scope", "client_id=client_id_demoportal0000000000", "scope"],
  ["no client_id", "scope=read_only", "client_id"],
  ["a repeated state", "client_id=client_id_demoportal0000000000&scope=read_only&state=a&state=a", "state"],
])("%s is refused on a page, without a redirect", async (_name, parameters, named) => {
  const simulator = await openSimulator();
  const answer = await show(simulator, parameters);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(named);
});

test("200 characters of state come back whole", async () => {
  const simulator = await openSimulator();
  const state = `${"ü&=%".repeat(50)}`;
  const groupId = simulator.seededGroup("Fernhollow Studio");
  const answer = await decide(simulator, { ...asked, state, group_id: groupId, decision: "approve" });
  expect(new URL(answer.headers.get("location") ?? "").searchParams.get("state")).toBe(state);
});

test("the answer of a person is checked like the question", async () => {
  const simulator = await openSimulator();
  const groupId = simulator.seededGroup("Fernhollow Studio");
  const good = { ...asked, group_id: groupId, decision: "approve" };
  for (const bad of [
    { ...good, group_id: "group_unknown" },
    { ...good, group_id: simulator.running.world.platformGroup.id },
    { ...good, decision: "perhaps" },
    { ...good, extra: "1" },
    { ...good, client_id: "other" },
  ]) {
    expect((await decide(simulator, bad)).status).toBe(400);
  }
  expect(simulator.running.world.state.codes).toEqual([]);
});

test("many groups become a list to choose from", async () => {
  const simulator = await openSimulator();
  for (let count = 0; count < 3; count += 1) await simulator.createGroup();
  const page = await (await show(simulator, asked)).text();
  expect(page).toContain('<select id="group_id" name="group_id"');
  expect(page.match(/<option /g)).toHaveLength(9);
});

test.each([
  ["error_and_state", ["error", "state"]],
  ["error_only", ["error"]],
  ["state_only", ["state"]],
])("switch deny_redirect %s: a person who denies goes back with %j", async (value, names) => {
  const simulator = await openSimulator();
  await simulator.setSwitch("deny_redirect", value);
  const groupId = simulator.seededGroup("Fernhollow Studio");
  const answer = await decide(simulator, { ...asked, group_id: groupId, decision: "deny" });
  const back = new URL(answer.headers.get("location") ?? "");
  expect([...back.searchParams.keys()]).toEqual(names);
  if (names.includes("error")) expect(back.searchParams.get("error")).toBe("access_denied");
});

test("switch deny_redirect no_redirect: a person who denies stays", async () => {
  const simulator = await openSimulator();
  await simulator.setSwitch("deny_redirect", "no_redirect");
  const groupId = simulator.seededGroup("Fernhollow Studio");
  const answer = await decide(simulator, { ...asked, group_id: groupId, decision: "deny" });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("denied");
});
