import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countFaults, countRows, drain, insertConnection, sumVersions } from "./inbox";
import { createLoad, groupIds, type Load } from "./load";
import { startRealServer, type RealServer } from "./real-server";
import { createSender, type Sender } from "./sender";
import { seed, size, suiteNamed } from "./suite";
import { waitUntil } from "./until";

const suite = suiteNamed("kills");
const workers = 16;
const kills = size(50, 5);
const events = size(20_000, 1_000);
const leavers = Array.from({ length: kills * 4 }, (_, number) => `connection_leaves_${number}`);

let server: RealServer;
let sender: Sender;

beforeAll(async () => {
  server = await startRealServer();
  sender = createSender(server.port, workers);
  for (const groupId of groupIds) await insertConnection(server, groupId, `connection_of_${groupId}`);
  for (const id of leavers) await insertConnection(server, `group_of_${id}`, id);
});
afterAll(async () => {
  sender.close();
  await server.close();
});

/** Under load until a number of events is acknowledged, and a moment longer; then the server is gone. */
async function killUnderLoad(load: Load, acknowledgements: number, extraMs: number): Promise<void> {
  const enough = load.acknowledged.size + acknowledgements;
  let isKilled = false;
  const killing = async () => {
    await waitUntil("events are acknowledged", () => load.acknowledged.size >= enough);
    await delay(extraMs);
    await server.kill();
    isKilled = true;
  };
  await Promise.all([load.run(() => isKilled), killing()]);
  await server.restart();
}

/** Everybody who left was ended once: one audit entry, one alert. */
async function countEffectsOfLeaving(ids: string[]) {
  const ended = await countRows(
    server,
    "connections where state = 'deactivated' and oauth_connection_id = any($1)",
    [ids],
  );
  const audited = await countRows(server, "audit_entries where action = 'connection.deactivated'");
  const told = await countRows(server, "alerts where type = 'connection.deactivated'");
  const allEnded = await countRows(server, "connections where state = 'deactivated'");
  return { unended: ids.length - ended, surplus: Math.abs(audited - allEnded) + Math.abs(told - allEnded) };
}

test("a server killed at any moment loses nothing that it acknowledged, and does nothing twice", async () => {
  const waiting = [...leavers];
  const load = createLoad(sender, workers, () => waiting.pop() ?? null);
  const perKill = Math.ceil(events / kills);
  const moment = fc.tuple(fc.integer({ min: 1, max: perKill * 2 }), fc.integer({ min: 0, max: 40 }));
  const moments = fc.sample(fc.noBias(moment), { numRuns: kills, seed });
  for (const [index, [acknowledgements, extraMs]] of moments.entries()) {
    await killUnderLoad(load, acknowledgements, extraMs);
    suite.progress("kills", index + 1, kills);
  }
  while (load.acknowledged.size < events) await load.run(() => load.acknowledged.size >= events);
  await drain(server, sender);

  const acknowledged = [...load.acknowledged.values()];
  const { lost, notOnce } = await countFaults(server, [...load.acknowledged.keys()]);
  const marking = await countRows(
    server,
    "webhook_events where group_id is not null and state = 'processed'",
  );
  const left = acknowledged.flatMap(({ event, groupId }) =>
    groupId === undefined ? [event.associated_object_id] : [],
  );
  const { unended, surplus } = await countEffectsOfLeaving(left);
  expect(load.strange).toEqual([]);
  suite.figure("kill -9 of the server under load", moments.length, { is: kills });
  suite.figure("acknowledged events", acknowledged.length, { atLeast: events });
  suite.figure("customers who left among them", left.length, { atLeast: 1 });
  suite.figure("acknowledged events lost", lost, { is: 0 });
  suite.figure("acknowledged events not processed exactly once", notOnce, { is: 0 });
  suite.figure(
    "marks of groups without an event, or events without a mark",
    Math.abs((await sumVersions(server)) - marking),
    { is: 0 },
  );
  suite.figure("customers who left, and are still connected", unended, { is: 0 });
  suite.figure("audit entries and alerts of leaving, too many or too few", surplus, { is: 0 });
});
