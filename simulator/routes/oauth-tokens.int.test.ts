import Increase from "increase";
import { expect, test } from "vitest";
import { platform } from "../platform";
import { openSimulator, refusal, refusalBody } from "../testing/test-simulator";

const credentials = {
  grant_type: "authorization_code",
  client_id: platform.application.clientId,
  client_secret: platform.clientSecret,
} as const;

test("a code is good once", async () => {
  const simulator = await openSimulator();
  const code = await simulator.approve((await simulator.createGroup()).group_id);
  await simulator.exchange(code);
  expect(await refusal(simulator.exchange(code))).toBeInstanceOf(Increase.InvalidParametersError);
});

test("a code lives 60 seconds of the simulator's clock", async () => {
  let machineNow = Date.now();
  const simulator = await openSimulator({ machineNow: () => machineNow });
  const { group_id } = await simulator.createGroup();
  const [early, late] = [await simulator.approve(group_id), await simulator.approve(group_id)];
  machineNow += 59_999;
  await simulator.exchange(early);
  machineNow += 1;
  expect((await refusal(simulator.exchange(late))).status).toBe(400);
});

test("moving the clock expires a code", async () => {
  const simulator = await openSimulator();
  const code = await simulator.approve((await simulator.createGroup()).group_id);
  expect((await simulator.control("POST", "/clock", { advance_seconds: 61 })).status).toBe(200);
  expect((await refusal(simulator.exchange(code))).status).toBe(400);
});

test("expiring one group's codes leaves another's alone", async () => {
  const simulator = await openSimulator();
  const [one, other] = [await simulator.createGroup(), await simulator.createGroup()];
  const [mine, theirs] = [await simulator.approve(one.group_id), await simulator.approve(other.group_id)];
  const answer = await simulator.control("POST", "/codes/expire", { group_id: one.group_id });
  expect(await answer.json()).toEqual({ expired: 1 });
  expect((await refusal(simulator.exchange(mine))).status).toBe(400);
  await simulator.exchange(theirs);
});

test("of two exchanges at the same time one wins", async () => {
  const simulator = await openSimulator();
  const code = await simulator.approve((await simulator.createGroup()).group_id);
  const results = await Promise.allSettled([simulator.exchange(code), simulator.exchange(code)]);
  expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test.each([
  ["a field too many", { ...credentials, code: "c", redirect_uri: "x" }],
  ["no code", credentials],
  ["no client_secret", { grant_type: "authorization_code", client_id: credentials.client_id, code: "c" }],
  ["an unknown grant", { grant_type: "refresh_token", code: "c" }],
  ["production_token outside the sandbox", { grant_type: "production_token", production_token: "t" }],
  ["a code over 200 characters", { ...credentials, code: "c".repeat(201) }],
] as const)("%s is invalid_parameters_error", async (_name, body) => {
  const simulator = await openSimulator();
  const error = await refusal(simulator.platform().post("/oauth/tokens", { body }));
  expect(error).toBeInstanceOf(Increase.InvalidParametersError);
});

test("only the platform's own key may exchange", async () => {
  const simulator = await openSimulator();
  const { token } = await simulator.connectNew("read_write");
  const code = await simulator.approve((await simulator.createGroup()).group_id);
  const call = simulator.client("live", token).oauthTokens.create({ ...credentials, code });
  expect(await refusal(call)).toBeInstanceOf(Increase.InsufficientPermissionsError);
  await simulator.exchange(code);
});

test("a wrong secret does not use up the code", async () => {
  const simulator = await openSimulator();
  const code = await simulator.approve((await simulator.createGroup()).group_id);
  const call = simulator.platform().oauthTokens.create({ ...credentials, client_secret: "wrong", code });
  expect(await refusalBody(call)).toMatchObject({ status: 400, errors: [{ field: "client_secret" }] });
  await simulator.exchange(code);
});

test("a sandbox token reads the group's sandbox and nothing else", async () => {
  const simulator = await openSimulator();
  const { token, group } = await simulator.connectNew();
  const minted = await simulator.mintSandboxToken(token);
  expect(minted.group_id).toBe(group.group_id);
  const sandbox = simulator.client("sandbox", minted.access_token);
  const names = (await sandbox.accounts.list()).data.map((account) => account.name);
  expect(names).toEqual(expect.arrayContaining(["Sandbox Operating", "Sandbox Reserve"]));
  expect(await refusal(simulator.client("live", minted.access_token).groups.retrieve())).toBeInstanceOf(
    Increase.EnvironmentMismatchError,
  );
  expect((await refusal(simulator.mintSandboxToken(minted.access_token))).status).toBe(400);
});

test("the token of a deactivated connection mints no sandbox token", async () => {
  const simulator = await openSimulator();
  const { token, connectionId } = await simulator.connectNew();
  await simulator.deactivate(connectionId);
  expect((await refusal(simulator.mintSandboxToken(token))).status).toBe(400);
});

test("a dropped answer leaves the code used", async () => {
  const simulator = await openSimulator();
  const { group_id } = await simulator.createGroup();
  const code = await simulator.approve(group_id);
  await simulator.control("POST", "/faults", {
    path: "/live/oauth/tokens",
    group_id,
    drop: true,
    phase: "after",
  });
  expect(await refusal(simulator.exchange(code))).toBeInstanceOf(Increase.APIConnectionError);
  expect((await refusal(simulator.exchange(code))).status).toBe(400);
  expect(simulator.running.world.state.connections).toHaveLength(1);
});
