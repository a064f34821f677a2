import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { clearFaults } from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { Secret } from "../vault";
import { getBalance, getCurrentGroup, UpstreamError, type GroupClient } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

/** A group of its own, its client and its gate; the log of requests begins now. */
async function opened() {
  const { groupId } = await connectGroup(portal);
  const { increase } = portal.services;
  const { state, requestLog } = portal.simulator.world;
  const token = state.tokens.findLast((known) => known.groupId === groupId)?.token ?? "";
  const client = increase.group(new Secret(token), "live");
  requestLog.clear();
  const requests = () => requestLog.list({ group_id: groupId });
  return { groupId, client, gate: increase.gate("live", groupId), requests };
}

const fault = (groupId: string, fields: Record<string, unknown>) =>
  portal.control("faults", { path: "/live/**", group_id: groupId, times: null, ...fields });
const each = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
/** A read that shares with none: each is of another account, known or not. */
const readOf = (client: GroupClient, index: number) => getBalance(client, `account_${index}`);

describe("a group that calls a lot", () => {
  test("has at most ten requests at Increase at once, and all of them in the end", async () => {
    const { groupId, client, gate, requests } = await opened();
    await fault(groupId, { latency_ms: 400 });
    const outcomes = await Promise.allSettled(each(25, (index) => gate.run(() => readOf(client, index))));
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    expect(requests()).toHaveLength(25);
    const most = Math.max(...requests().map(({ concurrency }) => concurrency));
    // How many of the ten turns are used at once is the machine's affair.
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
  });

  test("asks once for what twenty read at the same time", async () => {
    const { groupId, client, requests } = await opened();
    const groups = await Promise.all(each(20, () => getCurrentGroup(client)));
    expect(groups.every(({ id }) => id === groupId)).toBe(true);
    expect(requests()).toHaveLength(1);
  });

  test("never shares an answer with another group that reads the same", async () => {
    const [one, other] = [await opened(), await opened()];
    const reads = each(20, (index) => getCurrentGroup((index % 2 === 0 ? one : other).client));
    const ids = (await Promise.all(reads)).map(({ id }) => id);
    expect(ids).toEqual(each(20, (index) => (index % 2 === 0 ? one : other).groupId));
    expect([one.requests().length, other.requests().length]).toEqual([1, 1]);
  });
});

describe("a group that is told to slow down", () => {
  test("asks nothing until then, and says when; then it asks again", async () => {
    const { groupId, client, gate, requests } = await opened();
    await fault(groupId, { status: 429, retry_after: 30, times: 1 });
    const refusal: unknown = await gate.run(() => getCurrentGroup(client)).catch((caught: unknown) => caught);
    expect(refusal).toBeInstanceOf(UpstreamError);
    expect(refusal).toMatchObject({
      kind: "rate_limited",
      retryAfterMs: 30_000,
      safeMessage: "Increase is asking us to slow down. Nothing was changed; please try again in 30 seconds.",
    });
    const outcomes = await Promise.allSettled(each(20, () => gate.run(() => getCurrentGroup(client))));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { kind: "rate_limited" } });
    expect(requests()).toHaveLength(1);
    await portal.advance(30);
    expect(await gate.run(() => getCurrentGroup(client))).toMatchObject({ id: groupId });
    expect(requests()).toHaveLength(2);
  });

  test("waits a second and gets its page, where no more is asked", async () => {
    const { groupId, client, gate, requests } = await opened();
    await fault(groupId, { status: 429, retry_after: 1, times: 1 });
    const beganAtMs = performance.now();
    expect(await gate.run(() => getCurrentGroup(client))).toMatchObject({ id: groupId });
    expect(performance.now() - beganAtMs).toBeGreaterThanOrEqual(990);
    expect(requests().map(({ status }) => status)).toEqual([429, 200]);
  });

  test("holds up no other group", async () => {
    const [slowed, other] = [await opened(), await opened()];
    await fault(slowed.groupId, { status: 429, retry_after: 600 });
    await expect(slowed.gate.run(() => getCurrentGroup(slowed.client))).rejects.toMatchObject({
      retryAfterMs: 600_000,
    });
    expect(await other.gate.run(() => getCurrentGroup(other.client))).toMatchObject({ id: other.groupId });
  });
});
