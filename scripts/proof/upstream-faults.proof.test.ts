import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { findNewestConnection } from "@/db/queries/connections";
import { readAccounts } from "@/lib/banking";
import { AppError } from "@/lib/errors";
import { connectGroup } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { inParallel } from "./sender";
import { seed, size, suiteNamed } from "./suite";
import { anyMishap, faultNames, isConfirmedDead, timeoutMs, type Mishap } from "./upstream-faults";

const suite = suiteNamed("upstream faults");
const faults = size(10_000, 500);
const groups = 6;

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ increaseTimeoutMs: timeoutMs });
});
afterAll(() => portal.close());

const left = z.object({ data: z.array(z.object({ group_id: z.string().optional() })) });

/** Faults of this group that nobody has met. They are gone afterwards. */
async function takeBackFaults(groupId: string): Promise<number> {
  const { url } = portal.simulator;
  const { data } = left.parse(await (await fetch(`${url}/_sim/faults`)).json());
  await fetch(`${url}/_sim/faults?group_id=${groupId}`, { method: "DELETE" });
  return data.filter((fault) => fault.group_id === groupId).length;
}

async function read(groupId: string): Promise<void> {
  const context = portal.createContext({ kind: "customer", groupId, sessionId: "" });
  try {
    const { balances } = await readAccounts(context, { groupId, environment: "live" });
    await balances;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

/** What must stay as it is: all of the connection but its state, and the times of use. */
async function look(groupId: string) {
  const found = await findNewestConnection(portal.services.db, groupId);
  if (found === null) throw new Error("the connection is gone");
  const { id, state, oauthConnectionId, tokens } = found;
  const kept = tokens.map(({ environment, generation, sealed }) => ({ environment, generation, sealed }));
  return { state, kept: { id, oauthConnectionId, tokens: kept } };
}

type Outcome = { met: number; isWrong: boolean; isDead: boolean };

/** A read under a mishap, and one after it: Increase's word on a dead token is taken back when it accepts it again. */
async function suffer(groupId: string, mishap: Mishap): Promise<Outcome> {
  const { path, first, second } = mishap;
  const before = await look(groupId);
  await portal.control("faults", { ...first.fault, path, group_id: groupId });
  if (second !== null)
    await portal.control("faults", { ...second.fault, path: "/live/groups/current", group_id: groupId });
  await read(groupId);
  const met = 1 + (second === null ? 0 : 1) - (await takeBackFaults(groupId));
  const after = await look(groupId);
  const isDead = isConfirmedDead(mishap);
  const isWrong = after.state !== (isDead ? "needs_reconnect" : "active");
  expect(after.kept).toEqual(before.kept);
  // The machine may be slow for once: a read may take more than the little time that it is given here.
  for (let tries = 0; tries < 20 && (await look(groupId)).state !== "active"; tries += 1) await read(groupId);
  return { met, isWrong, isDead };
}

test("whatever goes wrong at Increase, only a token that is dead twice changes a connection", async () => {
  const groupIds = await Promise.all(
    Array.from({ length: groups }, async () => (await connectGroup(portal, { accounts: 1 })).groupId),
  );
  const tally = { met: 0, dead: 0, wrong: new Array<string>(), names: new Set<string>() };
  const endless = fc.sample(anyMishap, { numRuns: faults, seed });
  const remaining = endless[Symbol.iterator]();
  await inParallel(groups, groupIds, async (groupId) => {
    for (let next = remaining.next(); !next.done && tally.met < faults; next = remaining.next()) {
      const mishap = next.value;
      const { met, isWrong, isDead } = await suffer(groupId, mishap);
      tally.met += met;
      tally.dead += isDead ? 1 : 0;
      tally.names.add(mishap.first.name);
      if (isWrong)
        tally.wrong.push(`${mishap.path}: ${mishap.first.name}, then ${mishap.second?.name ?? "accepted"}`);
      suite.progress("faults", tally.met, faults);
    }
  });
  const states = await Promise.all(groupIds.map(async (groupId) => (await look(groupId)).state));
  expect(tally.wrong.slice(0, 10)).toEqual([]);
  expect(states).toEqual(groupIds.map(() => "active"));
  suite.figure("faults met", tally.met, { atLeast: faults });
  suite.figure("kinds of fault", tally.names.size, { is: faultNames.length });
  suite.figure("tokens that were dead twice", tally.dead, { atLeast: 1 });
  suite.figure("connections in another state than they should be", tally.wrong.length, { is: 0 });
});
