import { afterAll, beforeAll, expect, test } from "vitest";
import { checkAction } from "./permissions/action-matrix";
import { actions, findUnlisted, routes } from "./permissions/endpoints";
import { checkOtherMethods, checkRoute } from "./permissions/route-matrix";
import { startWorld, type World } from "./permissions/world";
import { cronAuthorization } from "./real-server";
import { suiteNamed } from "./suite";

const suite = suiteNamed("permissions");

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.server.close();
});

test("every route and every action of the build has its place in the table, and the table has no other", () => {
  expect(findUnlisted(world.build)).toEqual([]);
  const { routes: builtRoutes, actions: builtActions } = world.build;
  suite.figure("routes and actions of the build", builtRoutes.length + builtActions.length, { atLeast: 50 });
  suite.figure("of them in no table", findUnlisted(world.build).length, { is: 0 });
});

test("every route gives each person what the permissions say, and a stranger nothing", async () => {
  await world.renew();
  for (const { path, isPage } of world.build.routes) {
    const calls = routes[path] ?? [];
    for (const call of calls) await checkRoute(world, call, isPage);
    if (!isPage) await checkOtherMethods(world, calls);
  }
  expect(world.tally.wrong).toEqual([]);
  // Were the accounts on no page at all, their absence from the others would prove nothing.
  // The group's page, an account's and its file: for the customer in two browsers, for operators and owners in four.
  expect(world.tally.withAccounts).toBe(3 * (2 + 4));
});

test("every action obeys those who may, and from our own pages alone", async () => {
  const known = world.tally.wrong.length;
  for (const [name, calls] of Object.entries(actions)) {
    const built = world.build.actions.find((action) => action.name === name);
    if (built === undefined) continue;
    for (const call of calls) await checkAction(world, built, call);
  }
  expect(world.tally.wrong.slice(known)).toEqual([]);
});

test("a cron's caller is known by its secret alone", async () => {
  for (const path of ["/api/cron/process", "/api/cron/reconcile"]) {
    const { status } = await world.requests.ask(path, { headers: { authorization: cronAuthorization } });
    expect(status, path).toBe(200);
    world.tally.requests += 1;
    world.tally.allowed += 1;
  }
});

test("the figures", () => {
  const { tally, actors } = world;
  suite.figure("actors, two of them with both cookies in one browser", actors.length, { is: 12 });
  suite.figure("requests", tally.requests, { atLeast: 2_000 });
  suite.figure("requests by those who may", tally.allowed, { atLeast: 200 });
  suite.figure("requests by others, or from elsewhere", tally.refused, { atLeast: 1_500 });
  suite.figure("wrong answers, changes and leaks", tally.wrong.length, { is: 0 });
});
