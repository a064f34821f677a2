import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { platform } from "@/simulator/platform";
import { addConnection } from "@/simulator/state/connections";
import {
  clearFaults,
  expectNoPlainToken,
  expectRefused,
  makeOperator,
  readConnection,
  selectRows,
  upstreamFailures,
} from "../testing/connection-acts";
import { connectGroup, signIn } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { disconnectConnection, inspectConnection, mintSandboxToken, syncConnections } from ".";

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterEach(async () => {
  clearFaults(portal);
  await portal.setSwitch("inactive_connection", "returned");
});
afterAll(() => portal.close());

const inspect = (id: string) => inspectConnection(portal.createContext(staffActor("viewer")), { id });

async function connected() {
  const { groupId, connected: made, oauthConnectionId } = await connectGroup(portal);
  return { groupId, connectionId: made.connectionId, oauthConnectionId };
}
const fault = (fields: Record<string, unknown>) => portal.control("faults", { times: null, ...fields });

describe("one connection", () => {
  test("is found by Increase's id and by ours, with what both sides say of it", async () => {
    const { groupId, connectionId, oauthConnectionId } = await connected();
    for (const id of [oauthConnectionId, connectionId, connectionId.toUpperCase()]) {
      expect(await inspect(id)).toMatchObject({
        held: { id: connectionId, groupId, oauthConnectionId, state: "active", isCurrent: true },
        heard: { id: oauthConnectionId, groupId, status: "active", isHeld: true },
        atIncrease: {
          ok: true,
          value: {
            id: oauthConnectionId,
            groupId,
            oauthApplicationId: platform.application.id,
            status: "active",
            createdAt: expect.any(Date),
            deletedAt: null,
          },
        },
        group: { ok: true, value: { id: groupId } },
      });
    }
  });

  test("tells of its tokens all but themselves: key, time, use; nothing of a token, sealed or plain", async () => {
    const { connectionId } = await connected();
    await mintSandboxToken(operator.act(), { connectionId, replacing: null, actId: uuidv4() });
    await inspect(connectionId);
    const inspection = await inspect(connectionId);
    const [key] = portal.services.env.TOKEN_KEYS;
    expect(inspection.held?.tokens.toSorted((a, b) => (a.environment < b.environment ? -1 : 1))).toEqual([
      {
        environment: "live",
        generation: 1,
        keyId: key?.kid,
        mintedAt: expect.any(Date),
        lastUsedAt: expect.any(Date),
        lastOkAt: expect.any(Date),
      },
      expect.objectContaining({ environment: "sandbox", keyId: key?.kid, lastUsedAt: null }),
    ]);
    const sealed = await selectRows(
      portal,
      z.object({ sealed: z.string() }),
      sql`select sealed from connection_tokens`,
    );
    const shown = JSON.stringify(inspection);
    expect(sealed.filter((token) => shown.includes(token.sealed))).toEqual([]);
    await expectNoPlainToken(portal, inspection);
  });

  test("that has no id at Increase yet is found by ours, and Increase is not asked for it", async () => {
    const { connectionId, oauthConnectionId } = await connected();
    await portal.services.db.execute(
      sql`update connections set oauth_connection_id = null where id = ${connectionId}`,
    );
    expect(await inspect(connectionId)).toMatchObject({
      held: { id: connectionId },
      heard: null,
      atIncrease: null,
    });
    expect(await inspect(oauthConnectionId)).toMatchObject({ held: null, heard: { id: oauthConnectionId } });
  });

  test("that only Increase has is found by its id, heard of before or not", async () => {
    const { world } = portal.simulator;
    const [groupId, applicationId] = ["group_only_there", platform.application.id];
    const only = { groupId, applicationId, scope: "read_only", environment: "live", parentId: null } as const;
    const { id } = addConnection(world, only);
    expect(await inspect(id)).toMatchObject({
      held: null,
      heard: null,
      atIncrease: { ok: true, value: { id, groupId } },
      group: null,
    });
    await syncConnections(operator.act(), { deadline: new Date(portal.services.now().getTime() + 60_000) });
    expect(await inspect(id)).toMatchObject({
      held: null,
      heard: { id, groupId, status: "active", isHeld: false },
    });
  });

  test("that has ended is shown as it ended, and its group is not asked for", async () => {
    const { groupId, connectionId } = await connected();
    await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId });
    expect(await inspect(connectionId)).toMatchObject({
      held: { state: "disconnected", isCurrent: false, tokens: [] },
      atIncrease: { ok: true, value: { status: "active" } },
      group: null,
    });
    await signIn(portal, groupId);
    expect(await inspect(connectionId)).toMatchObject({ held: { state: "disconnected" }, group: null });
  });

  test("whose inactive connection Increase no longer returns is still shown as we hold it", async () => {
    const { connectionId, oauthConnectionId } = await connected();
    await portal.control(`connections/${oauthConnectionId}/deactivate`);
    await portal.setSwitch("inactive_connection", "not_found");
    expect(await inspect(oauthConnectionId)).toMatchObject({
      held: { id: connectionId },
      atIncrease: { ok: false, isUnknown: true },
      group: { ok: false, isUnknown: false, message: expect.stringContaining("invalid_api_key_error") },
    });
  });

  test("whose token Increase refuses is shown in the state that this leads to", async () => {
    const { groupId, connectionId } = await connected();
    await fault({
      path: "/live/groups/current",
      group_id: groupId,
      status: 401,
      reason: "expired_credential",
    });
    const { held, group } = await inspect(connectionId);
    expect(held).toMatchObject({ state: "needs_reconnect", stateReason: "token_refused:expired_credential" });
    expect(group).toMatchObject({ ok: false, message: expect.stringContaining("expired_credential, 401") });
    expect(group).not.toMatchObject({ message: expect.stringContaining("Nothing was changed") });
  });

  test.each(upstreamFailures)(
    "while Increase answers with %s is shown as we hold it",
    async (_name, fields, _code, words) => {
      const { groupId, connectionId, oauthConnectionId } = await connected();
      const before = await readConnection(portal, connectionId);
      await fault({ path: "/live/**", ...fields });
      const message = expect.stringMatching(words);
      expect(await inspect(oauthConnectionId)).toMatchObject({
        held: { id: connectionId, groupId, state: "active" },
        heard: { id: oauthConnectionId },
        atIncrease: { ok: false, message },
        group: { ok: false, message },
      });
      expect(await readConnection(portal, connectionId)).toEqual(before);
    },
  );

  test("that can't be opened is shown nevertheless, and what is wrong stands in the log alone", async () => {
    const { connectionId } = await connected();
    await portal.services.db.execute(
      sql`update connection_tokens set sealed = 'v1.lost-key.AAAA.AAAA' where connection_id = ${connectionId}`,
    );
    const { held, group } = await inspect(connectionId);
    expect(held?.tokens).toMatchObject([{ keyId: "lost-key" }]);
    expect(group).toMatchObject({ ok: false, message: expect.not.stringContaining("lost-key") });
    expect(portal.logLines()).toContain("TOKEN_KEYS holds no key named lost-key");
  });

  test.each([
    "connection_unknown",
    uuidv4(),
    "",
    "..",
    "a/b",
    "a\u0000",
    "%2e%2e",
    "group_1",
    "x".repeat(5_000),
  ])("that neither side knows, «%s», is not found", async (id) => {
    await expect(inspect(id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is the staff's to see, a viewer's too", async () => {
    const { groupId, connectionId } = await connected();
    await expectRefused(portal, groupId, (context) => inspectConnection(context, { id: connectionId }), {
      viewer: null,
    });
  });
});
