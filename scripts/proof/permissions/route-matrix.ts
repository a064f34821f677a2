import { inParallel } from "../sender";
import type { Actor } from "./actors";
import { findChanges } from "./digest";
import { describeAnswer } from "./requests";
import type { RouteCall } from "./route-endpoints";
import { judge, sideOf } from "./verdict";
import type { World } from "./world";

type Due = { answer: string; isAllowed: boolean; mayShowAccounts: boolean };

const atOnce = 4;

const showingAccounts = new Set<RouteCall["for"]>(["account.read", "transaction.export", "group.view"]);

/** The first page that is asked for without a session says where to come back to; a file says no more than 401. */
function dueWhenSignedOut(path: string, isPage: boolean): string {
  if (!isPage) return "401";
  const signInPath = sideOf(path) === "staff" ? "/admin/sign-in" : "/";
  return `→ ${signInPath}?${new URLSearchParams({ callbackUrl: path })}`;
}

function dueTo(actor: Actor, call: RouteCall, world: World, isPage: boolean): Due {
  const path = call.path(world.place);
  const same = (usual: string): Due => ({
    answer: call.answer?.(actor) ?? usual,
    isAllowed: false,
    mayShowAccounts: false,
  });
  if (call.for === "anybody") return same("200");
  if (call.for === "no one") return same("404");
  if (call.for === "machine") return same("401");
  const side = sideOf(path);
  const verdict = judge(call.for, side, actor, world.rows.own.groupId);
  const isAllowed = verdict === "allowed";
  const answers = {
    allowed: "200",
    signed_out: dueWhenSignedOut(path, isPage),
    sign_in_again: "→ /admin/sign-in",
    not_allowed: "403",
    not_found: "404",
  };
  // The staff see a customer's accounts once they have said why, which all of them have: their roles decide the rest.
  const mayShowAccounts = isAllowed && showingAccounts.has(call.for);
  return { answer: call.answer?.(actor) ?? answers[verdict], isAllowed, mayShowAccounts };
}

/** Everybody asks for one address, as a page and as the data that a script would make the page of. */
export async function checkRoute(world: World, call: RouteCall, isPage: boolean): Promise<void> {
  const { actors, digest, requests, tally, place } = world;
  const path = call.path(place);
  const method = call.method ?? "GET";
  const secrets = await world.readSecrets();
  const asked = actors.map((actor) => ({ actor, due: dueTo(actor, call, world, isPage) }));
  const ask = async ({ actor, due }: (typeof asked)[number], asData: boolean): Promise<void> => {
    const headers = { ...call.headers, cookie: actor.cookie, ...(asData ? { rsc: "1" } : {}) };
    const answer = await requests.ask(path, { method, headers });
    const note = (words: string) =>
      tally.wrong.push(`${method} ${path}${asData ? " as data" : ""} for ${actor.name}: ${words}`);
    tally.requests += 1;
    tally[due.isAllowed ? "allowed" : "refused"] += 1;
    const got = describeAnswer(requests, answer);
    if (!asData && got !== due.answer) note(`${got}, but ${due.answer} is due`);
    if (secrets.some((secret) => answer.body.includes(secret))) note("a token is in the answer");
    const hasAccounts = world.showsAccounts(answer);
    if (hasAccounts && !due.mayShowAccounts) note("a group's accounts are in the answer");
    if (hasAccounts) tally.withAccounts += 1;
  };
  const before = await digest();
  const refused = asked.filter(({ due }) => !due.isAllowed);
  await inParallel(atOnce, refused, (each) => ask(each, false));
  if (isPage) await inParallel(atOnce, refused, (each) => ask(each, true));
  for (const table of findChanges(before, await digest())) {
    tally.wrong.push(`${method} ${path} for those who may not: ${table} has changed`);
  }
  await inParallel(
    atOnce,
    asked.filter(({ due }) => due.isAllowed),
    (each) => ask(each, false),
  );
}

/** The build's list names no methods: one that the table does not have must be none that the route has. */
export async function checkOtherMethods(world: World, calls: RouteCall[]): Promise<void> {
  const { actors, requests, tally, place } = world;
  const [call] = calls;
  if (call === undefined) return;
  const path = call.path(place);
  const others = ["POST", "PUT", "PATCH", "DELETE"].filter((method) =>
    calls.every((each) => each.method !== method),
  );
  const asked = others.flatMap((method) => actors.map((actor) => ({ method, actor })));
  await inParallel(atOnce, asked, async ({ method, actor }) => {
    const { status } = await requests.ask(path, { method, headers: { cookie: actor.cookie } });
    tally.requests += 1;
    tally.refused += 1;
    if (status !== 405 && status !== 404) {
      tally.wrong.push(`${method} ${path} for ${actor.name}: ${status}, but the table has no such method`);
    }
  });
}
