import { setTimeout as delay } from "node:timers/promises";
import { judgeAction, judgeAnytime } from "./outage-answers";
import type { Answer } from "./permissions/requests";
import { connectGroup } from "./permissions/sign-in";
import type { World } from "./permissions/world";
import { cronAuthorization } from "./real-server";

export type Tally = {
  answers: number;
  unavailable: number;
  /** Cut in the midst of their body: a browser shows that as a failed load. */
  cut: number;
  signIns: number;
  strange: Map<string, number>;
};

type Ask = { name: string; send(): Promise<Answer>; judge(answer: Answer): string | null };

function pageAsk({ requests }: World, path: string, cookie: string): Ask {
  return {
    name: path.replaceAll(/(group|account|event)_\w+/g, "$1"),
    send: () => requests.ask(path, { headers: { cookie, accept: "text/html" } }),
    judge: (answer) => judgeAnytime(answer, "page"),
  };
}

function jsonAsk({ requests }: World, path: string, headers: Record<string, string>): Ask {
  return {
    name: path.replaceAll(/(group|account|event)_\w+/g, "$1"),
    send: () => requests.ask(path, { headers }),
    judge: (answer) => judgeAnytime(answer, "json"),
  };
}

/** Ends the customer's other sessions, of which there are none: a form that may be sent without end. */
function actAsk({ requests, build, rows, server }: World, by: "script" | "form", cookie: string): Ask {
  const built = build.actions.find(({ name }) => name.endsWith("#endOtherSessionsAction"));
  if (built === undefined) throw new Error("the build has no endOtherSessionsAction");
  const { groupId } = rows.own;
  return {
    name: `a form by ${by}`,
    send: () =>
      requests.act({
        path: `/groups/${groupId}/connection`,
        id: built.id,
        takesState: true,
        fields: { group_id: groupId },
        by,
        cookie,
        origin: server.url,
        accept: "text/html",
      }),
    judge: (answer) => {
      if (by === "form" || answer.status !== 200) return judgeAnytime(answer, "page");
      return answer.body.includes('"status":"failed"') ? judgeAction(requests, answer, null) : null;
    },
  };
}

function listAsks(world: World): Ask[] {
  const { rows, place, actors } = world;
  const cookie = cookieOfBoth(actors);
  const group = `/groups/${rows.own.groupId}`;
  const account = `${group}/accounts/${rows.own.accountIds[0]}`;
  const pages = [group, `${group}/connection`, account, `/connect/${place.linkId}`];
  const ofStaff = ["/admin", "/admin/connections", "/admin/events"];
  const data = [`${account}/transactions.csv`, `${group}/changes`, "/admin/audit/export"];
  const crons = ["/api/cron/process", "/api/cron/reconcile"];
  return [
    ...[...pages, ...ofStaff].map((path) => pageAsk(world, path, cookie)),
    ...data.map((path) => jsonAsk(world, path, { cookie })),
    ...crons.map((path) => jsonAsk(world, path, { authorization: cronAuthorization })),
    actAsk(world, "form", cookie),
    actAsk(world, "script", cookie),
  ];
}

/** A browser in which a customer and an owner of the staff are signed in. */
export function cookieOfBoth(actors: World["actors"]): string {
  const people = new Set(["the group's customer", "an owner"]);
  return actors.flatMap(({ name, cookie }) => (people.has(name) ? [cookie] : [])).join("; ");
}

/** A redirect to a page of ours is followed, as a browser does. */
async function follow({ requests, server }: World, first: Answer): Promise<Answer> {
  const location = first.headers.get("location");
  if (location === null) return first;
  const { origin, pathname, search } = new URL(location, server.url);
  if (origin !== server.url || pathname !== "/unavailable") return first;
  return requests.ask(`${pathname}${search}`, { headers: { accept: "text/html" } });
}

export type People = { tally: Tally; run(isOver: () => boolean): Promise<void> };

/** People with pages open, who go on whatever they are answered, and some who sign in. */
export function createPeople(world: World, workers: number): People {
  const tally: Tally = { answers: 0, unavailable: 0, cut: 0, signIns: 0, strange: new Map() };
  const all = listAsks(world);
  const note = (words: string) => tally.strange.set(words, (tally.strange.get(words) ?? 0) + 1);
  let turn = 0;
  const askOne = async () => {
    const ask = all[(turn += 1) % all.length];
    if (ask === undefined) return;
    let answer: Answer;
    try {
      answer = await follow(world, await ask.send());
    } catch {
      tally.cut += 1;
      return;
    }
    tally.answers += 1;
    if (answer.status === 503) tally.unavailable += 1;
    const fault = ask.judge(answer);
    if (fault !== null) note(`${ask.name}: ${fault}`);
    // Nobody presses "Try again" a thousand times a second.
    if (answer.status === 503) await delay(20);
  };
  const signIn = async () => {
    const action = world.build.actions.find(({ name }) => name.endsWith("#signInWithIncrease"));
    try {
      await connectGroup(world.server, world.requests, action?.id ?? "");
      tally.signIns += 1;
    } catch {
      await delay(20);
    }
  };
  return {
    tally,
    async run(isOver) {
      const work = async (one: () => Promise<void>) => {
        while (!isOver()) await one();
      };
      await Promise.all([...Array.from({ length: workers }, () => work(askOne)), work(signIn)]);
    },
  };
}
