import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { sessionCookieName } from "@/lib/auth/cookie-names";
import { isoTime } from "@/simulator/clock";
import { deactivate } from "@/simulator/control/actions";
import { runSql } from "../postgres/cluster";
import { startDatabaseServer, type DatabaseServer } from "./database-server";
import { countFaults, countRows, drain, insertConnection, sumVersions, toLiveDelivery } from "./inbox";
import { createLoad, groupIds, type Load } from "./load";
import { readBuild } from "./permissions/read-build";
import { createRequests, describeAnswer, type Requests } from "./permissions/requests";
import { connectGroup, type ConnectedGroup } from "./permissions/sign-in";
import { cronAuthorization, startRealServer, type RealServer } from "./real-server";
import { createSender, inParallel, type Sender } from "./sender";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("restore");
const workers = 8;
const events = size(5_000, 150);

let database: DatabaseServer;
let server: RealServer;
let sender: Sender;
let requests: Requests;

beforeAll(async () => {
  database = await startDatabaseServer();
  server = await startRealServer({ database });
  sender = createSender(server.port, workers);
  requests = createRequests(server.url);
  for (const groupId of groupIds) await insertConnection(server, groupId, `connection_of_${groupId}`);
});
afterAll(async () => {
  sender.close();
  await server.close();
  await database.close();
});

function connect(group?: ConnectedGroup): Promise<ConnectedGroup> {
  const signIn = readBuild().actions.find(({ name }) => name.endsWith("#signInWithIncrease"));
  return connectGroup(server, requests, signIn?.id ?? "", group === undefined ? {} : { group });
}

function openPage({ groupId, sessionToken }: ConnectedGroup) {
  const headers = { cookie: `${sessionCookieName(server.url)}=${sessionToken}`, accept: "text/html" };
  return requests.ask(`/groups/${groupId}`, { headers });
}

const digestRow = z.object({ newest: z.coerce.number(), count: z.number(), digest: z.string().nullable() });

/** Of the audit log up to an entry: its last one where none is named. */
async function digestAudit(upTo: number | null = null) {
  const [row] = await server.select(
    digestRow,
    `select coalesce(max(id), 0) as newest, count(*)::int as count, md5(string_agg(entry::text, '|' order by id)) as digest
     from audit_entries entry where id <= coalesce($1, id)`,
    [upTo],
  );
  if (row === undefined) throw new Error("a count has a row");
  return row;
}

const reconciled = z.object({ isComplete: z.literal(true), drift: z.record(z.string(), z.number()) });

async function reconcile(): Promise<Record<string, number>> {
  const headers = { authorization: cronAuthorization };
  const answer = await requests.ask("/api/cron/reconcile", { headers });
  return reconciled.parse(JSON.parse(answer.body)).drift;
}

/**
 * As if Increase's events and connections, and the first customer, were older: what is on its way is not yet missed,
 * and of two sign-ins within seconds nobody could tell which grant is whose.
 */
async function letTimePass(): Promise<void> {
  const agoMs = 10 * 60_000;
  for (const connection of server.simulator.world.state.connections) connection.at -= agoMs;
  for (const event of server.simulator.world.state.events) {
    event.at -= agoMs;
    event.value.created_at = isoTime(event.at);
  }
  await server.select(z.unknown(), "update connections set connected_at = connected_at - interval '1 hour'");
}

async function isRefused(url: string, sql: string): Promise<boolean> {
  try {
    await runSql(url, sql);
    return false;
  } catch {
    return true;
  }
}

/** Deliveries before the backup, while it is taken, and after it. */
async function backUpUnderLoad(load: Load): Promise<{ backup: string; before: string[] }> {
  await load.run(() => load.acknowledged.size >= events);
  await drain(server, sender);
  const before = [...load.acknowledged.keys()];
  let isTaken = false;
  const take = async () => {
    const backup = await database.backUp();
    isTaken = true;
    return backup;
  };
  const [backup] = await Promise.all([take(), load.run(() => isTaken)]);
  await load.run(() => load.acknowledged.size >= before.length * 2);
  return { backup, before };
}

test("a backup taken while the portal serves is restored, and the first reconciliation makes up for the gap", async () => {
  const [stays, leaves] = [await connect(), await connect()];
  const load = createLoad(sender, workers, () => null);
  const audit = await digestAudit();
  expect(audit.count).toBeGreaterThan(1);
  const { backup, before } = await backUpUnderLoad(load);
  // After the backup: one leaves at Increase, one comes, and then all is lost.
  deactivate(server.simulator.world, leaves.oauthConnectionId);
  const comes = await connect();
  await server.kill();
  await database.restore(backup);
  await server.restart();

  const { lost, notOnce } = await countFaults(server, before);
  suite.figure("events acknowledged before the backup, and processed", before.length, { atLeast: events });
  suite.figure("of them lost", lost, { is: 0 });
  suite.figure("of them not processed exactly once", notOnce, { is: 0 });
  const kept = await digestAudit(audit.newest);
  suite.figure("audit entries of before, changed or gone", kept.digest === audit.digest ? 0 : 1, { is: 0 });
  const forgeries = ["update audit_entries set reason = 'forged'", "delete from audit_entries"];
  const refused = [database.ownerUrl, database.url].flatMap((url) =>
    forgeries.map((sql) => isRefused(url, sql)),
  );
  suite.figure(
    "ways to change the audit log that are open",
    (await Promise.all(refused)).filter((is) => !is).length,
    { is: 0 },
  );
  const page = await openPage(stays);
  const isWhole = page.status === 200 && stays.accountIds.every((id) => page.body.includes(id));
  suite.figure("customers of before whose session and token are good", isWhole ? 1 : 0, { is: 1 });
  expect(describeAnswer(requests, await openPage(comes))).toContain("→ /?callbackUrl=");

  const sent = [...load.acknowledged.values()];
  await inParallel(workers, sent, async (each) => void (await sender.send(toLiveDelivery(each))));
  await drain(server, sender);
  const again = await countFaults(server, [...load.acknowledged.keys()]);
  const marks = await countRows(server, "webhook_events where group_id is not null and state = 'processed'");
  suite.figure("events delivered again, those of the gap among them", sent.length, { atLeast: events * 2 });
  suite.figure("of them not processed exactly once", again.lost + again.notOnce, { is: 0 });
  suite.figure(
    "marks without an event, or events without a mark",
    Math.abs((await sumVersions(server)) - marks),
    { is: 0 },
  );

  await letTimePass();
  const drift = await reconcile();
  const gone = await countRows(
    server,
    `connections where id = $1 and state = 'deactivated'
     and not exists (select from connection_tokens where connection_id = connections.id)`,
    [leaves.connectionId],
  );
  const polled = await countRows(
    server,
    "webhook_events where source = 'list' and state = 'processed' and associated_object_id = any($1)",
    [[leaves.oauthConnectionId, comes.oauthConnectionId]],
  );
  suite.figure("customers who left meanwhile, and are gone after one reconciliation", gone, { is: 1 });
  suite.figure("events of the gap that came of Increase's own list", polled, { atLeast: 3 });
  suite.figure("connections of the gap, named as only at Increase", drift.only_at_increase ?? 0, { is: 1 });
  expect(describeAnswer(requests, await openPage(leaves))).toContain("→ /");
  const returned = await openPage(await connect(comes));
  suite.figure("customers who came meanwhile, and sign in again", returned.status === 200 ? 1 : 0, { is: 1 });
  expect(await reconcile()).toMatchObject({ deactivations_missed: 0, live_events_missed: 0 });
});
