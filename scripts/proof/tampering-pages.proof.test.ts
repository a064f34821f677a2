import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readBuild } from "./permissions/read-build";
import { createRequests, type Requests } from "./permissions/requests";
import { connectGroup, type ConnectedGroup } from "./permissions/sign-in";
import { startRealServer, type RealServer } from "./real-server";
import { suiteNamed } from "./suite";

const suite = suiteNamed("tampering");
const signInName = "app/(public)/actions.ts#signInWithIncrease";

let server: RealServer;
let requests: Requests;
let groups: ConnectedGroup[];

beforeAll(async () => {
  server = await startRealServer();
  requests = createRequests(server.url);
  const signIn = readBuild().actions.find(({ name }) => name === signInName);
  if (signIn === undefined) throw new Error(`the build has no ${signInName}`);
  groups = [await connectGroup(server, requests, signIn.id), await connectGroup(server, requests, signIn.id)];
});
afterAll(() => server.close());

const look = ({ groupId, sessionToken }: ConnectedGroup) =>
  requests.ask(`/groups/${groupId}`, { headers: { cookie: `authjs.session-token=${sessionToken}` } });
const accountsIn = (body: string) =>
  groups.flatMap(({ accountIds }) => accountIds).filter((id) => body.includes(id)).length;

const swapTokens = `
  update connection_tokens as mine set sealed = theirs.sealed from connection_tokens as theirs
  where mine.environment = 'live' and theirs.environment = 'live' and mine.connection_id <> theirs.connection_id`;

test("the pages of two groups whose tokens were swapped show an error and no account, until they are put back", async () => {
  for (const group of groups) expect(accountsIn((await look(group)).body)).toBe(2);
  await server.select(z.unknown(), swapTokens);
  const swapped = await Promise.all(groups.map(look));
  const log = server.readLog();
  await server.select(z.unknown(), swapTokens);
  for (const { body } of swapped) {
    expect(body).toContain("The accounts could not be read");
    expect(body).not.toMatch(/VaultError|belongs to another/);
  }
  for (const group of groups) expect(accountsIn((await look(group)).body)).toBe(2);
  const shown = swapped.reduce((sum, { body }) => sum + accountsIn(body), 0);
  suite.figure("pages of groups whose tokens were swapped", swapped.length, { is: 2 });
  suite.figure("accounts on them", shown, { is: 0 });
  suite.figure("lines of the log that say so", log.split("belongs to another connection").length - 1, {
    atLeast: 2,
  });
});
