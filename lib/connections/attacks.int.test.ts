import { createServer } from "node:http";
import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { findAct } from "@/db/queries/staff-acts";
import type { Context } from "../context";
import { openIncrease } from "../services";
import { admitStaff, removeStaff } from "../staff";
import { clearFaults, expectNoPlainToken, makeOperator, readConnection } from "../testing/connection-acts";
import { connectGroup, signIn } from "../testing/sign-in";
import { makeStaff } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { invite } from "../testing/staff-sign-in";
import {
  beginGroupView,
  disconnectConnection,
  exportConnections,
  findConnectionId,
  findGroupView,
  listConnections,
  mintSandboxToken,
  readTimeline,
  reconcileConnections,
  testConnection,
} from ".";

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

/** An Increase that answers everything with a refusal, which may quote what it was sent. */
async function refusing(status: number, words: (body: string) => Record<string, string>) {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const problem = { type: "invalid_parameters_error", title: "No", status, ...words(body) };
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(problem));
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const { env, upstream } = portal.services;
  const url = `http://127.0.0.1:${port}`;
  const urls = { INCREASE_API_URL: `${url}/live`, INCREASE_SANDBOX_API_URL: `${url}/sandbox` };
  const context: Context = {
    ...operator.act(),
    increase: openIncrease({ ...env, ...urls }, { onCall: upstream.note }),
  };
  return { context, close: () => server.close() };
}

const minting = (connectionId: string) => ({ connectionId, actId: uuidv4(), replacing: null });

describe("what Increase says of a refusal", () => {
  test("shows no token, not even where it quotes the one that it was sent", async () => {
    const { connected } = await connectGroup(portal);
    const { context, close } = await refusing(400, (body) => ({ detail: `Not known: ${body}` }));
    const told = await mintSandboxToken(context, minting(connected.connectionId)).catch(String);
    close();
    expect(told).toContain("[secret]");
    await expectNoPlainToken(portal, told);
  });

  test.each(["a\u0000b", "a\ud800b"])("ends the act where PostgreSQL can't hold it: %j", async (detail) => {
    const { connected } = await connectGroup(portal);
    const { context, close } = await refusing(400, () => ({ detail }));
    const act = minting(connected.connectionId);
    await expect(mintSandboxToken(context, act)).rejects.toMatchObject({ code: "increase_refused" });
    close();
    expect(await findAct(portal.services.db, act.actId)).toMatchObject({ outcome: { isDone: false } });
  });

  test("is carried out where its reason holds what PostgreSQL can't", async () => {
    const { connected } = await connectGroup(portal);
    const { context, close } = await refusing(401, () => ({ reason: "x\u0000y" }));
    const { connectionId } = connected;
    const { message } = await testConnection(context, { connectionId, actId: uuidv4() });
    close();
    expect(message).toContain("sign in with Increase again");
    expect((await readConnection(portal, connectionId)).state).toBe("needs_reconnect");
  });

  test("of a minting is in the connection's timeline, with the request's id", async () => {
    const { groupId, connected } = await connectGroup(portal);
    await portal.control("faults", { path: "/sandbox/oauth/tokens", status: 500, times: 1 });
    const context = operator.act();
    await expect(mintSandboxToken(context, minting(connected.connectionId))).rejects.toThrow();
    await portal.services.upstream.flush();
    const asked = { groupId, oauthConnectionId: null, before: null };
    const { entries } = await readTimeline(operator.act(), asked);
    const errors = entries.flatMap((entry) => (entry.kind === "error" ? [entry.error] : []));
    expect(errors).toMatchObject([{ owner: "platform", status: 500, requestId: context.requestId }]);
  });
});

test("who reconnects while Increase's list is walked is not missing there", async () => {
  const { groupId, connected } = await connectGroup(portal);
  await portal.advance(60);
  let isBack = false;
  await reconcileConnections(portal.createContext(), {
    state: null,
    deadline: new Date(portal.services.now().getTime() + 60_000),
    async save() {
      if (isBack) return;
      isBack = true;
      const { outcome } = await signIn(portal, groupId);
      if (outcome.kind !== "signed_in") throw new Error("not signed in");
      await findConnectionId(portal.createContext(), outcome.connected);
    },
  });
  const held = await readConnection(portal, connected.connectionId);
  expect(held.oauthConnectionId).not.toBeNull();
  expect(held.missingSince).toBeNull();
});

test("a place in the list at a moment that PostgreSQL does not know is bad input", async () => {
  const key = "0000-01-01T00:00:00Z";
  const place = { by: "created", direction: "descending", key, side: "here", id: uuidv4() };
  const cursor = Buffer.from(JSON.stringify(place)).toString("base64url");
  await expect(listConnections(operator.act(), { cursor })).rejects.toMatchObject({ code: "invalid_input" });
});

test("a reason that can't be kept is bad input, and nothing is disconnected", async () => {
  const { groupId, connected } = await connectGroup(portal);
  const { connectionId } = connected;
  const sent = { connectionId, seen: 1, typed: groupId, reason: "a\0b" };
  await expect(disconnectConnection(operator.act(), sent)).rejects.toMatchObject({ code: "invalid_input" });
  expect((await readConnection(portal, connectionId)).state).toBe("active");
});

test("a look's form that was used for another group shows nothing, and says so", async () => {
  const [one, other] = [await connectGroup(portal), await connectGroup(portal)];
  const look = { id: uuidv4(), groupId: one.groupId, reason: "Ticket 4711" };
  await beginGroupView(operator.act(), look);
  await beginGroupView(operator.act(), look);
  const again = beginGroupView(operator.act(), { ...look, groupId: other.groupId });
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  expect(await findGroupView(operator.act(), { groupId: other.groupId })).toBeNull();
});

test("a reason of which nothing can be seen is none", async () => {
  const { groupId } = await connectGroup(portal);
  const look = { id: uuidv4(), groupId, reason: "\u200b\u200b\u200b\u200b\u200b\u2060" };
  await expect(beginGroupView(operator.act(), look)).rejects.toMatchObject({ code: "invalid_input" });
});

test("an address that only looks like the invited one lets nobody in", async () => {
  await invite(portal, "mike@ledgerline.example", "owner");
  const admission = await admitStaff(portal.createContext(null), {
    issuer: portal.services.env.STAFF_OIDC_ISSUER,
    subject: "sub_of_another",
    // The Kelvin sign.
    email: "mi\u212Ae@ledgerline.example",
    isEmailVerified: true,
    name: null,
    presentedSessionHash: null,
  });
  expect(admission).toEqual({ isAdmitted: false, reason: "not_staff" });
});

test("a download of somebody who is removed ends with the next read", async () => {
  const [viewer, owner] = [await makeStaff(portal, "viewer"), await makeStaff(portal, "owner")];
  await portal.services.db.execute(`
    insert into connections (group_id, state, scope, connected_at, state_changed_at)
    select 'group_many_' || n, 'disconnected', 'read_only', now(), now() from generate_series(1, 1200) as n`);
  const rows = await exportConnections(portal.createContext(viewer.actor));
  let read = 0;
  const reading = async () => {
    for await (const _row of rows) {
      if (read === 0) await removeStaff(portal.createContext(owner.actor), viewer.actor);
      read += 1;
    }
  };
  await expect(reading()).rejects.toMatchObject({ code: "not_signed_in" });
  expect(read).toBe(500);
});
