import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findNewestConnection } from "@/db/queries/connections";
import { switchTable } from "@/simulator/switches";
import { readAccounts } from "../banking";
import { runReconcile } from "../crons";
import { approve, arrive, begin, makeGroup, newBrowser, signIn } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { findConnectionId } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(async () => {
  for (const [name, { values }] of Object.entries(switchTable)) await portal.setSwitch(name, values[0]);
});
afterAll(() => portal.close());

const everySetting = Object.entries(switchTable).flatMap(([name, { values }]) =>
  values.map((value): [string, string] => [name, value]),
);

async function connected(groupId: string) {
  const { outcome } = await signIn(portal, groupId);
  if (outcome.kind !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(outcome)}`);
  return outcome.connected;
}

async function readAll(groupId: string) {
  const context = portal.createContext({ kind: "customer", groupId, sessionId: "" });
  const list = await readAccounts(context, { groupId, environment: "live" });
  return (await list.balances).filter(({ ok }) => ok).length;
}

describe.each(everySetting)("where Increase answers %s with %s", (name, value) => {
  beforeEach(() => portal.setSwitch(name, value));

  test("customers connect, connect again, read, and are asked to reconnect when they left", async () => {
    const { groupId } = await makeGroup(portal, { accounts: 2 });
    const first = await connected(groupId);
    await findConnectionId(portal.createContext(), first);
    expect(await readAll(groupId)).toBe(2);
    await portal.advance(120);
    const second = await connected(groupId);
    await findConnectionId(portal.createContext(), second);
    // Where Increase goes on with the same connection, a list that was begun minutes later says so.
    await portal.advance(301);
    const deadline = new Date(portal.services.now().getTime() + 30_000);
    await runReconcile(portal.createContext(), { deadline });
    const id = (await findNewestConnection(portal.services.db, groupId))?.oauthConnectionId;
    expect(id).toMatch(/^connection_/);
    expect(await readAll(groupId)).toBe(2);
    await portal.control(`connections/${id}/deactivate`);
    await expect(readAll(groupId)).rejects.toMatchObject({ code: "needs_reconnect" });
    expect(await findNewestConnection(portal.services.db, groupId)).toMatchObject({
      state: "needs_reconnect",
    });
    await portal.advance(120);
    await connected(groupId);
    expect(await readAll(groupId)).toBe(2);
  });
});

describe.each(everySetting.filter(([name]) => name === "grant_error"))(
  "where Increase says %s with %s",
  (name, value) => {
    test("a code that is no good is called that", async () => {
      await portal.setSwitch(name, value);
      const { groupId } = await makeGroup(portal);
      const browser = newBrowser();
      const callback = await approve(portal, begin(portal, browser), groupId);
      await portal.control("codes/expire", { group_id: groupId });
      expect(await arrive(portal, browser, callback)).toEqual({ kind: "failed", reason: "code_refused" });
    });
  },
);

describe.each(everySetting.filter(([name]) => name === "client_credentials_error"))(
  "where Increase says %s with %s",
  (name, value) => {
    test("a wrong client secret is the platform's fault, and nothing is stored", async () => {
      const own = await startTestPortal({ env: { INCREASE_CLIENT_SECRET: "client_secret_wrong" } });
      await own.setSwitch(name, value);
      const { groupId } = await makeGroup(own);
      const { outcome } = await signIn(own, groupId);
      expect(outcome).toMatchObject({
        kind: "failed",
        reason: expect.stringMatching(/^(client|platform_key)_refused$/),
      });
      expect(await findNewestConnection(own.services.db, groupId)).toBeNull();
      await own.close();
    });
  },
);

describe.each(everySetting.filter(([name]) => name === "deny_redirect"))(
  "where a denial comes as %s: %s",
  (name, value) => {
    test("whatever arrives here signs nobody in and is called a denial", async () => {
      await portal.setSwitch(name, value);
      const browser = newBrowser();
      const authorizeUrl = begin(portal, browser);
      const form = new URLSearchParams(authorizeUrl.search);
      form.set("group_id", (await makeGroup(portal)).groupId);
      form.set("decision", "deny");
      const answer = await fetch(`${portal.simulator.url}/oauth/authorization`, {
        method: "POST",
        body: form,
        redirect: "manual",
      });
      const location = answer.headers.get("location");
      if (value === "no_redirect") expect(location).toBeNull();
      else
        expect(await arrive(portal, browser, location ?? "")).toEqual({ kind: "failed", reason: "denied" });
    });
  },
);
