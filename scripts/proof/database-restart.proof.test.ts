import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { startDatabaseServer, type DatabaseServer } from "./database-server";
import { countFaults, countRows, drain, insertConnection, sumVersions } from "./inbox";
import { createLoad, groupIds, type Load } from "./load";
import { judgeAction, judgeOutage } from "./outage-answers";
import { cookieOfBoth, createPeople, type People } from "./outage-people";
import { actions, routes } from "./permissions/endpoints";
import { startWorld, type World } from "./permissions/world";
import { cronAuthorization } from "./real-server";
import { createSender, type Sender } from "./sender";
import { seed, size, suiteNamed } from "./suite";
import { waitUntil } from "./until";

const suite = suiteNamed("database restart");
const workers = 8;
const restarts = size(30, 3);
/** How it ends: in order, at once, or because one of its processes is killed and it starts anew by itself. */
const ends = ["fast", "immediate", "crash"] as const;
const leavers = Array.from({ length: restarts * 8 }, (_, number) => `connection_leaves_${number}`);

let database: DatabaseServer;
let world: World;
let sender: Sender;

beforeAll(async () => {
  database = await startDatabaseServer();
  world = await startWorld({ database });
  await world.renew();
  sender = createSender(world.server.port, workers);
  for (const groupId of groupIds) await insertConnection(world.server, groupId, `connection_of_${groupId}`);
  for (const id of leavers) await insertConnection(world.server, `group_of_${id}`, id);
});
afterAll(async () => {
  sender.close();
  await world.server.close();
  await database.close();
});

/** By a page that asks the database. */
async function isServing(): Promise<boolean> {
  const headers = { accept: "text/html", cookie: cookieOfBoth(world.actors) };
  return (await world.requests.ask("/admin/connections", { headers })).status === 200;
}

async function untilServing(): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isServing())) {
    if (performance.now() > deadline) throw new Error("the portal does not find its way back");
    await delay(20);
  }
}

const answeringForThemselves = ["/icon.svg", "/api/webhooks/"];
const probes = new Set(["/api/health", "/api/ready"]);

/** Every address of the build, as a browser asks for it. */
async function askEveryRoute(cookie: string): Promise<{ asked: number; wrong: string[] }> {
  const wrong: string[] = [];
  const calls = world.build.routes.flatMap(({ path }) => routes[path] ?? []);
  for (const { path, method = "GET", headers = {} } of calls) {
    const at = path(world.place);
    if (answeringForThemselves.some((each) => at.startsWith(each))) continue;
    const answer = await world.requests.ask(at, {
      method,
      headers: { accept: "text/html", ...headers, cookie },
    });
    const fault = probes.has(at) ? healthFault(answer) : judgeOutage(answer, "page");
    if (fault !== null) wrong.push(`${method} ${at}: ${fault}`);
  }
  return { asked: calls.length, wrong };
}

function healthFault({ status, body }: { status: number; body: string }): string | null {
  return status === 503 && body.includes("database") ? null : `${status} ${body}`;
}

/** Every form, as a browser without JavaScript sends it, and as a script does. */
async function sendEveryForm(cookie: string): Promise<{ sent: number; wrong: string[] }> {
  const wrong: string[] = [];
  // The samples of the parts that pages are made of ask nothing of the database.
  const listed = world.build.actions.filter(({ name }) => !name.startsWith("app/dev/"));
  for (const built of listed) {
    const [call] = actions[built.name] ?? [];
    const elsewhere = call?.isElsewhere === true ? (call.answer?.(world.rows) ?? null) : null;
    for (const by of ["form", "script"] as const) {
      const answer = await world.requests.act({
        path: world.pageOf(built),
        id: built.id,
        takesState: call?.isPlain !== true,
        fields: {
          group_id: world.rows.own.groupId,
          link_id: world.place.linkId,
          connection_id: world.rows.own.connectionId,
        },
        by,
        cookie,
        origin: world.server.url,
        accept: "text/html",
      });
      const isRefused = answer.body.includes("This form was not filled in as expected");
      const fault =
        by === "form" ? judgeOutage(answer, "page") : judgeAction(world.requests, answer, elsewhere);
      if (fault !== null && !(by === "script" && isRefused)) wrong.push(`${built.name} by ${by}: ${fault}`);
    }
  }
  return { sent: listed.length * 2, wrong };
}

test("while the database is away, every page, route and form says so with a 503, from the first request on", async () => {
  const cookie = cookieOfBoth(world.actors);
  const begun = await world.beginSignIn();
  await database.stop("fast");
  onTestFinished(() => database.start());
  const first = await world.requests.ask("/admin", { headers: { accept: "text/html", cookie } });
  // The one that finds the database gone is led to the page that says so.
  expect([first.status, first.headers.get("location")]).toEqual([307, "/unavailable?from=%2Fadmin"]);
  expect(
    judgeOutage(
      await world.requests.ask("/unavailable?from=%2Fadmin", { headers: { accept: "text/html" } }),
      "page",
    ),
  ).toBeNull();
  const asked = await askEveryRoute(cookie);
  const sent = await sendEveryForm(cookie);
  const early = await begun.end();
  expect(judgeOutage(early, "page")).toBeNull();
  expect(asked.wrong).toEqual([]);
  expect(sent.wrong).toEqual([]);
  suite.figure("addresses asked for while the database is away", asked.asked, { atLeast: 50 });
  suite.figure("of them answered otherwise than with a page and 503", asked.wrong.length, { is: 0 });
  suite.figure("forms sent while it is away", sent.sent, { atLeast: 40 });
  suite.figure("of them that did not say so", sent.wrong.length, { is: 0 });
  await database.start();
  await untilServing();
  const late = await begun.end();
  const isSignedIn = late.headers.getSetCookie().some((each) => each.startsWith("authjs.session-token="));
  suite.figure("sign-ins that ended when their page was loaded again", isSignedIn ? 1 : 0, { is: 1 });
});

async function restart(how: (typeof ends)[number], awayMs: number): Promise<void> {
  if (how === "crash") return database.crash();
  await database.stop(how);
  await delay(awayMs);
  await database.start();
}

async function restartUnderLoad(load: Load, people: People): Promise<number> {
  let isOver = false;
  let slowestMs = 0;
  const restarting = async () => {
    const moments = fc.sample(fc.integer({ min: 0, max: 1_500 }), { numRuns: restarts, seed });
    for (const [index, awayMs] of moments.entries()) {
      const before = { acknowledged: load.acknowledged.size, answers: people.tally.answers };
      // Each time the portal has found its way back first: else one long outage would be counted as many.
      await waitUntil(
        "the portal is back",
        () =>
          load.acknowledged.size >= before.acknowledged + workers * 4 &&
          people.tally.answers >= before.answers + workers,
      );
      await restart(ends[index % ends.length] ?? "fast", awayMs);
      const backAtMs = performance.now();
      await untilServing();
      slowestMs = Math.max(slowestMs, performance.now() - backAtMs);
      suite.progress("restarts", index + 1, restarts);
    }
    isOver = true;
  };
  await Promise.all([load.run(() => isOver), people.run(() => isOver), restarting()]);
  return slowestMs;
}

test("a database restarted under load costs 503s, no event and no restart of the portal", async () => {
  const { server, requests } = world;
  const waiting = [...leavers];
  const load = createLoad(sender, workers, () => waiting.pop() ?? null);
  const people = createPeople(world, workers);
  const slowestMs = await restartUnderLoad(load, people);
  const cookie = cookieOfBoth(world.actors);
  const whole = await Promise.all(
    [`/groups/${world.rows.own.groupId}`, "/admin"].map((path) =>
      requests.ask(path, { headers: { accept: "text/html", cookie } }),
    ),
  );
  // What was claimed when the database went is free again after a minute: here at once, when nothing else is under way.
  await requests.ask("/api/cron/process", { headers: { authorization: cronAuthorization } });
  const freed =
    "update webhook_events set claimed_until = now(), due_at = least(due_at, now()) where state = 'pending'";
  await server.select(z.unknown(), freed);
  await drain(server, sender);

  const { lost, notOnce } = await countFaults(server, [...load.acknowledged.keys()]);
  const marking = await countRows(
    server,
    "webhook_events where group_id is not null and state = 'processed'",
  );
  const ended = await countRows(server, "connections where state = 'deactivated'");
  const audited = await countRows(server, "audit_entries where action = 'connection.deactivated'");
  const { answers, unavailable, strange, signIns } = people.tally;
  expect([...strange]).toEqual([]);
  expect(load.strange).toEqual([]);
  suite.figure("restarts of the database under load, in three ways", restarts, { is: restarts });
  suite.figure("answers to people meanwhile", answers, { atLeast: restarts * workers });
  suite.figure("of them 503 with a page or problem that says why", unavailable, { atLeast: 1 });
  suite.figure("of them neither right nor that", strange.size, { is: 0 });
  suite.figure("sign-ins that ended meanwhile", signIns, { atLeast: 1 });
  suite.figure("acknowledged events", load.acknowledged.size, { atLeast: restarts * workers });
  suite.figure("acknowledged events lost", lost, { is: 0 });
  suite.figure("acknowledged events not processed exactly once", notOnce, { is: 0 });
  suite.figure(
    "marks of groups without an event, or events without a mark",
    Math.abs((await sumVersions(server)) - marking),
    { is: 0 },
  );
  suite.figure("audit entries of leaving, too many or too few", Math.abs(audited - ended), { is: 0 });
  suite.figure("seconds until the portal was back, at most", slowestMs / 1000, { atMost: 15 });
  suite.figure(
    "pages that are not whole once it is over",
    whole.filter(({ status }) => status !== 200).length,
    { is: 0 },
  );
  suite.figure("errors that nobody caught", server.readLog().split("uncaughtException").length - 1, {
    is: 0,
  });
  suite.figure("portals that had to be restarted", server.isRunning() ? 0 : 1, { is: 0 });
});
