import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { sessionCookieName, staffSessionCookieName } from "@/lib/auth/cookie-names";
import { startFront, instanceHeader } from "./front";
import {
  countFaults,
  countRows,
  insertConnection,
  makeMarkingEvent,
  sumVersions,
  toLiveDelivery,
} from "./inbox";
import { createLoad, groupIds } from "./load";
import { readBuild, type BuiltAction } from "./permissions/read-build";
import { createRequests, describeAction, describeAnswer, type Requests } from "./permissions/requests";
import { createRows, type Rows } from "./permissions/rows";
import { connectGroup, type ConnectedGroup } from "./permissions/sign-in";
import { untilFound } from "./until";
import { cronAuthorization, startRealServer, type RealServer } from "./real-server";
import { createSender, type Sender } from "./sender";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("two instances");
const signIns = size(100, 4);
const acts = size(100, 5);
const events = size(20_000, 600);
const workers = 16;
const leavers = Array.from({ length: Math.ceil(events / 25) }, (_, number) => `connection_leaves_${number}`);

type Instance = { server: RealServer; requests: Requests; sender: Sender };
type World = {
  instances: [Instance, Instance];
  close(): Promise<void>;
  action(name: string): BuiltAction;
  connect(begin: Instance, end: Instance): Promise<ConnectedGroup>;
};
let world: World;

async function startInstances(): Promise<World> {
  const front = await startFront();
  const first = await startRealServer({ url: front.url });
  const second = await startRealServer({
    url: front.url,
    database: first.database,
    simulator: first.simulator,
  });
  front.serve([first.port, second.port]);
  const [one, other] = [first, second].map((server, index) => ({
    server,
    requests: createRequests(front.url, { [instanceHeader]: String(index) }),
    sender: createSender(server.port, workers * 2),
  }));
  if (one === undefined || other === undefined) throw new Error("two instances are two");
  const build = readBuild();
  const action = (name: string) => {
    const found = build.actions.find((each) => each.name === name);
    if (found === undefined) throw new Error(`the build has no ${name}`);
    return found;
  };
  const signInId = action("app/(public)/actions.ts#signInWithIncrease").id;
  return {
    instances: [one, other],
    action,
    connect: (begin, end) => connectGroup(first, begin.requests, signInId, { end: end.requests }),
    async close() {
      for (const { sender } of [one, other]) sender.close();
      await second.close();
      await first.close();
      await front.close();
    },
  };
}

beforeAll(async () => {
  world = await startInstances();
});
afterAll(() => world.close());

const cookieOf = ({ sessionToken }: ConnectedGroup) =>
  `${sessionCookieName(world.instances[0].server.url)}=${sessionToken}`;
/** The one and the other, which change places each time. */
function inTurn(time: number): [Instance, Instance] {
  const [one, other] = world.instances;
  return time % 2 === 0 ? [one, other] : [other, one];
}

test("a sign-in begun on one ends on the other, and what one ends the other knows at once", async () => {
  const disconnect = world.action("app/(customer)/groups/[group_id]/connection/actions.ts#disconnectAction");
  const tally = { shown: 0, known: 0 };
  for (let time = 0; time < signIns; time += 1) {
    const [one, other] = inTurn(time);
    const group = await world.connect(one, other);
    const path = `/groups/${group.groupId}`;
    const headers = { cookie: cookieOf(group) };
    for (const { requests } of [one, other]) {
      const page = await requests.ask(path, { headers });
      if (page.status === 200 && page.body.includes(group.accountIds[0] ?? "none")) tally.shown += 1;
    }
    const left = await one.requests.act({
      path: `${path}/connection`,
      id: disconnect.id,
      takesState: true,
      fields: { group_id: group.groupId },
      by: "script",
      cookie: headers.cookie,
      origin: one.server.url,
    });
    expect(describeAction(one.requests, left)).toBe("→ /");
    const after = await other.requests.ask(path, { headers });
    if (describeAnswer(other.requests, after).startsWith("→ /?callbackUrl=")) tally.known += 1;
  }
  suite.figure("sign-ins begun on one and ended on the other", signIns, { is: signIns });
  suite.figure("pages shown with their sessions, on each", tally.shown, { is: 2 * signIns });
  suite.figure("disconnections on one that the next page of the other knew of", tally.known, { is: signIns });
});

/** Deliveries in turn to both; some to both at the same time, as after an answer that was lost. */
function createDoubleSender(): Sender {
  let number = 0;
  return {
    async send(delivery) {
      const [one, other] = inTurn((number += 1));
      if (number % 5 !== 0) return one.sender.send(delivery);
      const [answer] = await Promise.all([one.sender.send(delivery), other.sender.send(delivery)]);
      return answer;
    },
    close: () => undefined,
  };
}

const cronAnswer = z.object({ status: z.string().optional() });

/** Calls a cron of one instance again and again; returns what each call said of itself. */
async function callCron({ sender }: Instance, name: string, isOver: () => boolean): Promise<string[]> {
  const headers = [["authorization", cronAuthorization]] as const;
  const said: string[] = [];
  while (!isOver()) {
    const answer = await sender.send({
      method: "GET",
      path: `/api/cron/${name}`,
      headers,
      body: Buffer.alloc(0),
    });
    expect(answer.status).toBe(200);
    said.push(cronAnswer.parse(JSON.parse(answer.body)).status ?? "ran");
    await delay(5);
  }
  return said;
}

async function runAllCrons(isOver: () => boolean) {
  const call = (name: string) => Promise.all(world.instances.map((each) => callCron(each, name, isOver)));
  const [process, again, reconcile] = await Promise.all([
    call("process"),
    call("process"),
    call("reconcile"),
  ]);
  const runs = reconcile.flat();
  return {
    processed: [...process, ...again].flat().length,
    reconciled: runs.filter((status) => status === "ran").length,
    left: runs.filter((status) => status === "left_to_another").length,
  };
}

/** Of each, as long as the crons have something to do about it. */
const countOpen = async (server: RealServer) =>
  (await countRows(server, "webhook_events where state = 'pending'")) +
  (await countRows(server, "alerts where sent_at is null and given_up_at is null"));

const openForMs = 5 * 60_000;

/** @throws Error where the crons don't come to an end */
async function untilNothingIsOpen(server: RealServer): Promise<void> {
  const deadline = performance.now() + openForMs;
  for (let open = await countOpen(server); open > 0; open = await countOpen(server)) {
    if (performance.now() > deadline) throw new Error(`${open} events and alerts are still open`);
    await delay(100);
  }
}

test("deliveries and crons on both at once: each event has its effect once, each alert is told once", async () => {
  const { server } = world.instances[0];
  for (const groupId of groupIds) await insertConnection(server, groupId, `connection_of_${groupId}`);
  for (const id of leavers) await insertConnection(server, `group_of_${id}`, id);
  const waiting = [...leavers];
  const load = createLoad(createDoubleSender(), workers, () => waiting.pop() ?? null);
  let isOver = false;
  const deliver = async () => {
    try {
      await load.run(() => load.acknowledged.size >= events);
      await untilNothingIsOpen(server);
    } finally {
      isOver = true;
    }
  };
  const [crons] = await Promise.all([runAllCrons(() => isOver), deliver()]);

  const acknowledged = [...load.acknowledged.values()];
  const left = acknowledged.flatMap(({ event, groupId }) =>
    groupId === undefined ? [event.associated_object_id] : [],
  );
  const { lost, notOnce } = await countFaults(server, [...load.acknowledged.keys()]);
  const marking = await countRows(
    server,
    "webhook_events where group_id is not null and state = 'processed'",
  );
  const ended = await countRows(
    server,
    "connections where state = 'deactivated' and oauth_connection_id = any($1)",
    [left],
  );
  const audited = await countRows(server, "audit_entries where action = 'connection.deactivated'");
  const alerted = await countRows(
    server,
    "alerts where type = 'connection.deactivated' and sent_at is not null",
  );
  const told = server.simulator.world.state.alerts.filter(({ body }) =>
    body.includes("connection.deactivated"),
  );
  const overlapping = await countRows(
    server,
    "reconciliations a join reconciliations b on a.id < b.id and a.started_at < b.finished_at and b.started_at < a.finished_at",
  );
  expect(load.strange).toEqual([]);
  suite.figure("events acknowledged by both, a fifth of them by both at once", acknowledged.length, {
    atLeast: events,
  });
  suite.figure("calls of the process cron meanwhile, on both", crons.processed, { atLeast: 10 });
  suite.figure("acknowledged events lost", lost, { is: 0 });
  suite.figure("acknowledged events not processed exactly once", notOnce, { is: 0 });
  suite.figure(
    "marks of groups without an event, or events without a mark",
    Math.abs((await sumVersions(server)) - marking),
    { is: 0 },
  );
  suite.figure("customers who left", left.length, { atLeast: 1 });
  suite.figure("of them still connected", left.length - ended, { is: 0 });
  suite.figure("audit entries of leaving, too many or too few", Math.abs(audited - ended), { is: 0 });
  suite.figure(
    "alerts of leaving, too many or too few",
    Math.abs(alerted - ended) + Math.abs(told.length - ended),
    { is: 0 },
  );
  suite.figure(
    "alerts that the platform was told twice",
    told.filter(({ deliveries }) => deliveries > 1).length,
    { is: 0 },
  );
  suite.figure("reconciliations that ran", crons.reconciled, { atLeast: 2 });
  suite.figure("calls that left theirs to the one under way", crons.left, { atLeast: 1 });
  suite.figure("reconciliations at the same time", overlapping, { is: 0 });
});

async function makeOperator(rows: Rows): Promise<string> {
  const token = randomUUID();
  await rows.putStaffSession(await rows.makeStaff("operator"), token);
  return `${staffSessionCookieName(world.instances[0].server.url)}=${token}`;
}

const underWay = "failed: This is under way already. Nothing was done twice; look again in a moment.";

test("a form of the staff's that reaches both at once acts once, and neither is told otherwise", async () => {
  const [one] = world.instances;
  const own = await world.connect(one, one);
  const rows = createRows(one.server, { own, other: own });
  const cookie = await makeOperator(rows);
  const mint = world.action("app/admin/connections/[id]/actions.ts#mintSandboxTokenAction");
  const minted = () =>
    one.server.simulator.world.state.tokens.filter(
      ({ groupId, environment }) => groupId === own.groupId && environment === "sandbox",
    ).length;
  const audited = () =>
    countRows(
      one.server,
      "audit_entries where action in ('sandbox_token.minted', 'sandbox_token.replaced') and group_id = $1",
      [own.groupId],
    );
  const tally = { told: 0, minted: minted(), audited: await audited() };
  for (let time = 0; time < acts; time += 1) {
    const fields = {
      connection_id: own.connectionId,
      act_id: randomUUID(),
      replacing: await rows.sandboxGeneration(own.connectionId),
    };
    const answers = await Promise.all(
      world.instances.map(async ({ requests, server }) =>
        describeAction(
          requests,
          await requests.act({
            path: `/admin/connections/${own.connectionId}`,
            id: mint.id,
            takesState: true,
            fields,
            by: "script",
            cookie,
            origin: server.url,
          }),
        ),
      ),
    );
    if (answers.includes("done") && answers.every((answer) => [underWay, "done"].includes(answer)))
      tally.told += 1;
    else expect(answers).toEqual(["done", underWay]);
  }
  suite.figure("forms of the staff's, each sent to both at once", acts, { is: acts });
  suite.figure("of them of which both said that it is done, or under way", tally.told, { is: acts });
  suite.figure("tokens minted", minted() - tally.minted, { is: acts });
  suite.figure("audit entries of it", (await audited()) - tally.audited, { is: acts });
});

const version = z.object({ version: z.number() });

test("an open page that asks one instance learns what the other one was told", async () => {
  const [one] = world.instances;
  const group = await world.connect(one, one);
  const headers = { cookie: cookieOf(group) };
  let learned = 0;
  for (let time = 0; time < acts; time += 1) {
    const [hears, asked] = inTurn(time);
    const path = `/groups/${group.groupId}/changes`;
    const read = async () =>
      version.parse(JSON.parse((await asked.requests.ask(path, { headers })).body)).version;
    const before = await read();
    const sent = { event: makeMarkingEvent(), groupId: group.groupId };
    expect((await hears.sender.send(toLiveDelivery(sent))).status).toBe(200);
    await untilFound("the other one's version", async () => ((await read()) > before ? true : undefined));
    learned += 1;
  }
  suite.figure("deliveries to one that a poll of the other learned of", learned, { is: acts });
});
