import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import {
  countFaults,
  countRows,
  drain,
  insertConnection,
  makeMarkingEvent,
  sumVersions,
  toLiveDelivery,
} from "./inbox";
import { createLoad, groupIds, type Load } from "./load";
import { startRealServer, watcherName, type RealServer } from "./real-server";
import { createSender, type Sender } from "./sender";
import { size, suiteNamed } from "./suite";
import { waitUntil } from "./until";

const suite = suiteNamed("database dropped");
const workers = 16;
const drops = size(200, 10);
const leavers = Array.from({ length: drops }, (_, number) => `connection_leaves_${number}`);

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

/** Cuts every connection of the portal's while one of them is in the midst of something; returns how many those were. */
async function drop(): Promise<number> {
  const cut = await server.select(
    z.object({ state: z.string().nullable() }),
    `select state from pg_stat_activity where datname = current_database() and application_name <> $1
     and pg_terminate_backend(pid)`,
    [watcherName],
  );
  return cut.filter(({ state }) => state !== "idle").length;
}

async function dropUnderLoad(load: Load): Promise<number> {
  let isOver = false;
  let interrupted = 0;
  const dropping = async () => {
    for (let done = 0; done < drops; done += 1) {
      const before = load.acknowledged.size;
      // Each time the portal has found its way back first: else one long drop would be counted as many.
      await waitUntil("the portal is back", () => load.acknowledged.size >= before + workers * 4);
      interrupted += await drop();
      suite.progress("drops", done + 1, drops);
    }
    isOver = true;
  };
  await Promise.all([load.run(() => isOver), dropping()]);
  return interrupted;
}

test("a database that drops in the midst of everything costs a retry, and no event", async () => {
  const waiting = [...leavers];
  const load = createLoad(sender, workers, () => waiting.pop() ?? null);
  const interrupted = await dropUnderLoad(load);
  const afterwards: number[] = [];
  for (let number = 0; number < 20; number += 1) {
    const sent = { event: makeMarkingEvent(), groupId: groupIds[0] };
    const { status } = await sender.send(toLiveDelivery(sent));
    afterwards.push(status);
    if (status === 200) load.acknowledged.set(sent.event.id, sent);
  }
  await drain(server, sender);

  const { lost, notOnce } = await countFaults(server, [...load.acknowledged.keys()]);
  const marking = await countRows(
    server,
    "webhook_events where group_id is not null and state = 'processed'",
  );
  const ended = await countRows(server, "connections where state = 'deactivated'");
  const audited = await countRows(server, "audit_entries where action = 'connection.deactivated'");
  expect(load.strange).toEqual([]);
  suite.figure("times that all connections to the database were cut", drops, { is: drops });
  suite.figure("connections cut in the midst of a statement or transaction", interrupted, { atLeast: 1 });
  suite.figure("acknowledged events", load.acknowledged.size, { atLeast: drops * workers });
  suite.figure("acknowledged events lost", lost, { is: 0 });
  suite.figure("acknowledged events not processed exactly once", notOnce, { is: 0 });
  suite.figure(
    "marks of groups without an event, or events without a mark",
    Math.abs((await sumVersions(server)) - marking),
    { is: 0 },
  );
  suite.figure("audit entries of leaving, too many or too few", Math.abs(audited - ended), { is: 0 });
  suite.figure("customers who left", ended, { atLeast: 1 });
  suite.figure(
    "answers other than 200 once the drops are over",
    afterwards.filter((status) => status !== 200).length,
    { is: 0 },
  );
  const uncaught = server.readLog().split("uncaughtException").length - 1;
  suite.figure("errors that nobody caught", uncaught, { is: 0 });
  suite.figure("servers that had to be restarted", server.isRunning() ? 0 : 1, { is: 0 });
});
