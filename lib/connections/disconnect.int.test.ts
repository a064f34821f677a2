import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { findNewestConnection } from "@/db/queries/connections";
import type { Context } from "../context";
import {
  auditRows,
  callsTo,
  dumpDatabase,
  expectRefused,
  makeOperator,
  readConnection,
  selectRows,
} from "../testing/connection-acts";
import { connectGroup, signIn } from "../testing/sign-in";
import { makeStaff } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { disconnect, disconnectConnection, mintSandboxToken } from ".";

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal({ env: { ALERT_WEBHOOK_URL: "http://127.0.0.1:1/alerts" } });
  operator = await makeOperator(portal);
});
afterAll(() => portal.close());

async function connected() {
  const { groupId, connected: made } = await connectGroup(portal);
  return { groupId, connectionId: made.connectionId };
}
const rowsOf = async (groupId: string) => ({
  sessions: await selectRows(portal, z.unknown(), sql`select 1 from sessions where user_id = ${groupId}`),
  alerts: await selectRows(
    portal,
    z.unknown(),
    sql`select 1 from alerts where data->>'group_id' = ${groupId}`,
  ),
});
const endsOf = async (groupId: string) =>
  (await auditRows(portal, { groupId })).filter(({ action }) => action === "connection.disconnected");

describe("a disconnection by the staff", () => {
  test("destroys both tokens, ends the group's sessions, and tells the audit log who and why", async () => {
    const { groupId, connectionId } = await connected();
    await signIn(portal, groupId);
    await mintSandboxToken(operator.act(), { connectionId, replacing: null, actId: uuidv4() });
    const typed = ` ${groupId}\n`;
    const reason = "asked for by the customer";
    expect(await disconnectConnection(operator.act(), { connectionId, seen: 2, typed, reason })).toBe(true);
    expect(await readConnection(portal, connectionId)).toMatchObject({
      state: "disconnected",
      stateReason: "disconnected_by_staff",
      hasSandboxToken: false,
      tokens: [],
    });
    expect(await rowsOf(groupId)).toEqual({ sessions: [], alerts: [] });
    expect(await endsOf(groupId)).toMatchObject([
      {
        actor_kind: "staff",
        actor_id: operator.actor.staffId,
        target_id: connectionId,
        before: { state: "active", live: 2, sandbox: 1 },
        after: { state: "disconnected", live: null, sandbox: null, endedSessions: 2 },
        reason,
      },
    ]);
  });

  test("says by its reason that it was the staff, and the customer's that it was the customer", async () => {
    const { groupId, connectionId } = await connected();
    await disconnect(portal.createContext({ kind: "customer", groupId, sessionId: "" }), { groupId });
    expect(await readConnection(portal, connectionId)).toMatchObject({
      stateReason: "disconnected_by_customer",
    });
  });

  test("asks nothing of Increase: the grant stands there", async () => {
    const { groupId, connectionId } = await connected();
    const calls = callsTo(portal, "/**");
    await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId });
    expect(callsTo(portal, "/**")).toBe(calls);
    expect(
      portal.simulator.world.state.connections.find((each) => each.groupId === groupId)?.deletedAt,
    ).toBeNull();
  });

  test("done twice, or by two at once, changes something once", async () => {
    const { groupId, connectionId } = await connected();
    const once = () => disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId });
    const answers = await Promise.all([once(), once(), once(), once()]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await once()).toBe(false);
    expect(await endsOf(groupId)).toHaveLength(1);
  });

  test("of a connection that needs a reconnect ends it too", async () => {
    const { groupId, connectionId } = await connected();
    await portal.services.db.execute(
      sql`update connections set state = 'needs_reconnect' where id = ${connectionId}`,
    );
    expect(await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId })).toBe(true);
    expect(await rowsOf(groupId)).toMatchObject({ sessions: [] });
  });

  test.each(["", "group", "GROUP_ID", "0"])(
    "with «%s» typed for the group's id is bad input",
    async (typed) => {
      const { groupId, connectionId } = await connected();
      const before = await dumpDatabase(portal);
      for (const wrong of [typed, groupId.toUpperCase(), groupId.slice(0, -1), connectionId]) {
        await expect(
          disconnectConnection(operator.act(), { connectionId, seen: 1, typed: wrong }),
        ).rejects.toMatchObject({ code: "invalid_input" });
      }
      expect(await dumpDatabase(portal)).toEqual(before);
    },
  );

  test("leaves the connection that the group has made since", async () => {
    const { groupId, connectionId } = await connected();
    await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId });
    await signIn(portal, groupId);
    const before = await dumpDatabase(portal);
    expect(await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId })).toBe(false);
    expect(await dumpDatabase(portal)).toEqual(before);
    expect(await findNewestConnection(portal.services.db, groupId)).toMatchObject({ state: "active" });
  });

  test("leaves what the customer has renewed since, with their sessions, and says so", async () => {
    const { groupId, connectionId } = await connected();
    await portal.services.db.execute(
      sql`update connections set state = 'needs_reconnect' where id = ${connectionId}`,
    );
    await signIn(portal, groupId);
    const before = await dumpDatabase(portal);
    for (const seen of [1, null]) {
      const old = disconnectConnection(operator.act(), { connectionId, seen, typed: groupId });
      await expect(old).rejects.toMatchObject({
        code: "conflict",
        safeMessage: expect.stringContaining("Nothing was disconnected"),
      });
    }
    expect(await dumpDatabase(portal)).toEqual(before);
    const again = { connectionId, seen: 2, typed: groupId };
    expect(await disconnectConnection(operator.act(), again)).toBe(true);
  });

  test("asks for a sign-in of the last 15 minutes", async () => {
    const { groupId, connectionId } = await connected();
    const { actor } = await makeStaff(portal, "owner");
    const ago = (ms: number): Context =>
      portal.createContext({ ...actor, signedInAt: new Date(portal.services.now().getTime() - ms) });
    const request = { connectionId, seen: 1, typed: groupId };
    const old = disconnectConnection(ago(15 * 60_000), request);
    await expect(old).rejects.toMatchObject({ code: "sign_in_again" });
    expect(await readConnection(portal, connectionId)).toMatchObject({ state: "active" });
    expect(await disconnectConnection(ago(14 * 60_000), request)).toBe(true);
  });

  test("is for operators and owners, and an unknown connection is not found", async () => {
    const { groupId, connectionId } = await connected();
    await expectRefused(portal, groupId, (context) =>
      disconnectConnection(context, { connectionId, seen: 1, typed: groupId }),
    );
    for (const id of ["no uuid", uuidv4(), "a\u0000"]) {
      await expect(
        disconnectConnection(operator.act(), { connectionId: id, seen: 1, typed: groupId }),
      ).rejects.toMatchObject({ code: "not_found" });
    }
  });
});
