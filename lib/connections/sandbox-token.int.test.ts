import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { getCurrentGroup } from "../increase";
import {
  auditRows,
  clearFaults,
  dumpDatabase,
  expectNoPlainToken,
  expectRefused,
  makeOperator,
  readConnection,
  selectRows,
  upstreamFailures,
} from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { destroySandboxToken, disconnectConnection, mintOwnSandboxToken, mintSandboxToken } from ".";

const mintPath = "/sandbox/oauth/tokens";
let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

async function connected() {
  const { groupId, connected: made } = await connectGroup(portal);
  return { groupId, connectionId: made.connectionId };
}

const mint = (connectionId: string, replacing: number | null) =>
  mintSandboxToken(operator.act(), { connectionId, replacing, actId: uuidv4() });
/** As from a page that was opened just now, unless one says what it showed. */
const destroy = async (connectionId: string, seen?: number | null) =>
  destroySandboxToken(operator.act(), {
    connectionId,
    seen: seen === undefined ? ((await generationOf(connectionId)) ?? null) : seen,
  });
const sandboxOf = async (connectionId: string) =>
  (await readConnection(portal, connectionId)).tokens.find(({ environment }) => environment === "sandbox");
const generationOf = async (connectionId: string) => (await sandboxOf(connectionId))?.generation;
const fault = (groupId: string, fields: Record<string, unknown>) =>
  portal.control("faults", { path: mintPath, group_id: groupId, ...fields });
const actsOf = (connectionId: string) =>
  selectRows(
    portal,
    z.object({ kind: z.string(), is_finished: z.boolean(), outcome: z.unknown() }),
    sql`select kind, finished_at is not null as is_finished, outcome from staff_acts
      where connection_id = ${connectionId} order by started_at`,
  );
const tokensAtIncrease = (groupId: string) =>
  portal.simulator.world.state.tokens.filter(
    (token) => token.groupId === groupId && token.environment === "sandbox",
  ).length;
const sandboxAudit = async (groupId: string) =>
  (await auditRows(portal, { groupId })).filter(({ action }) => action.startsWith("sandbox_token."));

describe("minting", () => {
  test("keeps the token sealed for its own row alone, and says so in the audit log", async () => {
    const { groupId, connectionId } = await connected();
    const outcome = await mint(connectionId, null);
    expect(outcome).toEqual({ isDone: true, message: "A sandbox token was minted." });
    const kept = await sandboxOf(connectionId);
    if (kept === undefined) throw new Error("no sandbox token is kept");
    const { vault, increase } = portal.services;
    const owner = { connectionId, groupId, environment: "sandbox" } as const;
    for (const other of [
      { ...owner, environment: "live" as const },
      { ...owner, groupId: "group_other" },
      { ...owner, connectionId: uuidv4() },
    ]) {
      expect(() => vault.open(kept.sealed, other)).toThrow("belongs to another connection");
    }
    const client = increase.group(vault.open(kept.sealed, owner), "sandbox");
    expect(await getCurrentGroup(client)).toMatchObject({ id: groupId });
    expect(await sandboxAudit(groupId)).toMatchObject([
      {
        action: "sandbox_token.minted",
        actor_kind: "staff",
        actor_id: operator.actor.staffId,
        target_id: connectionId,
        before: { sandbox: null },
        after: { sandbox: kept.generation },
      },
    ]);
    await expectNoPlainToken(portal, outcome);
  });

  test("in place of the token that was seen replaces that one, and the live one stays", async () => {
    const { groupId, connectionId } = await connected();
    await mint(connectionId, null);
    const before = await readConnection(portal, connectionId);
    const first = await sandboxOf(connectionId);
    const seen = first?.generation ?? null;
    expect(await mint(connectionId, seen)).toMatchObject({ message: "The sandbox token was replaced." });
    const second = await sandboxOf(connectionId);
    expect(second?.generation).toBeGreaterThan(first?.generation ?? 0);
    expect(second?.sealed).not.toBe(first?.sealed);
    const live = ({ tokens }: typeof before) => tokens.find(({ environment }) => environment === "live");
    expect(live(await readConnection(portal, connectionId))).toEqual(live(before));
    expect((await sandboxAudit(groupId)).at(-1)).toMatchObject({
      action: "sandbox_token.replaced",
      before: { sandbox: seen },
      after: { sandbox: second?.generation },
    });
  });

  test("in place of another token than the one kept is a conflict, and Increase is not asked", async () => {
    const { groupId, connectionId } = await connected();
    await expect(mint(connectionId, 1)).rejects.toMatchObject({ code: "conflict" });
    await mint(connectionId, null);
    const kept = await sandboxOf(connectionId);
    for (const replacing of [null, (kept?.generation ?? 0) + 1, 0]) {
      await expect(mint(connectionId, replacing)).rejects.toMatchObject({
        code: "conflict",
        safeMessage: expect.stringContaining("Nothing was changed"),
      });
    }
    expect(await sandboxOf(connectionId)).toEqual(kept);
    expect(tokensAtIncrease(groupId)).toBe(1);
    expect(await sandboxAudit(groupId)).toHaveLength(1);
  });

  test("a token minted after another was destroyed is another one: who saw the first does not replace it", async () => {
    const { connectionId } = await connected();
    await mint(connectionId, null);
    const seen = (await generationOf(connectionId)) ?? 0;
    await destroy(connectionId);
    await mint(connectionId, null);
    expect(await generationOf(connectionId)).not.toBe(seen);
    await expect(mint(connectionId, seen)).rejects.toMatchObject({ code: "conflict" });
  });

  test("from a connection that has ended is a conflict, and Increase is not asked", async () => {
    const { groupId, connectionId } = await connected();
    await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId });
    await expect(mint(connectionId, null)).rejects.toMatchObject({ code: "conflict" });
    expect(tokensAtIncrease(groupId)).toBe(0);
    expect(await sandboxAudit(groupId)).toEqual([]);
  });

  test.each(["no uuid", uuidv4(), "", "a\u0000"])(
    "for the unknown connection «%s» is not found",
    async (id) => {
      await expect(mint(id, null)).rejects.toMatchObject({ code: "not_found" });
      await expect(destroy(id, null)).rejects.toMatchObject({ code: "not_found" });
    },
  );

  test("is for operators and owners", async () => {
    const { groupId, connectionId } = await connected();
    const request = { connectionId, replacing: null, seen: null, actId: uuidv4() };
    await expectRefused(portal, groupId, (context) => mintSandboxToken(context, request));
    await expectRefused(portal, groupId, (context) => destroySandboxToken(context, request));
  });
});

describe("minting that fails", () => {
  async function expectUnchanged(connectionId: string, work: () => Promise<void>) {
    const [before, tables] = [await readConnection(portal, connectionId), await dumpDatabase(portal)];
    await work();
    expect(await readConnection(portal, connectionId)).toEqual(before);
    expect((await dumpDatabase(portal)).get("audit_entries")).toEqual(tables.get("audit_entries"));
    expect((await actsOf(connectionId)).at(-1)).toMatchObject({
      is_finished: true,
      outcome: { isDone: false },
    });
  }

  test.each(upstreamFailures)(
    "by %s leaves the old token, names what Increase said, and the next goes on",
    async (_name, fields, code, words) => {
      const { groupId, connectionId } = await connected();
      await mint(connectionId, null);
      const seen = (await generationOf(connectionId)) ?? 0;
      await fault(groupId, fields);
      await expectUnchanged(connectionId, async () => {
        await expect(mint(connectionId, seen)).rejects.toMatchObject({
          code,
          safeMessage: expect.stringMatching(words),
        });
      });
      expect((await actsOf(connectionId)).at(-1)?.outcome).toMatchObject({
        message: expect.stringContaining("The sandbox token kept before is unchanged."),
      });
      expect(await mint(connectionId, seen)).toMatchObject({ isDone: true });
      await expectNoPlainToken(portal);
    },
  );

  test("says Increase's own type, title and detail, and that nothing was minted", async () => {
    const { groupId, connectionId } = await connected();
    await fault(groupId, { status: 429 });
    await expect(mint(connectionId, null)).rejects.toMatchObject({
      safeMessage:
        "Increase answered: “You are sending requests too quickly. A simulated fault.” (rate_limited_error, 429). No sandbox token was minted.",
    });
  });

  test.each([401, 403])("by %d on the platform's own key names the variable to look at", async (status) => {
    const { groupId, connectionId } = await connected();
    await fault(groupId, { status });
    await expectUnchanged(connectionId, async () => {
      await expect(mint(connectionId, null)).rejects.toMatchObject({
        code: "increase_refused",
        safeMessage: expect.stringContaining("INCREASE_SANDBOX_API_KEY"),
      });
    });
    // The key is the platform's: the customer's connection is not to blame.
    expect(await readConnection(portal, connectionId)).toMatchObject({ state: "active" });
  });

  test("since nobody answers in words says so, and not that Increase answered", async () => {
    const { groupId, connectionId } = await connected();
    await fault(groupId, { drop: true });
    const error = { safeMessage: expect.not.stringContaining("Increase answered") };
    await expect(mint(connectionId, null)).rejects.toMatchObject(error);
  });

  test("by a time-out, or with the answer lost, leaves the old token", async () => {
    const own = await startTestPortal({ increaseTimeoutMs: 1_000 });
    try {
      const { act } = await makeOperator(own);
      const { groupId, connected: made } = await connectGroup(own);
      const { connectionId } = made;
      await mintSandboxToken(act(), { connectionId, replacing: null, actId: uuidv4() });
      const before = await readConnection(own, connectionId);
      const replacing = before.tokens.find(({ environment }) => environment === "sandbox")?.generation ?? 0;
      for (const fields of [{ latency_ms: 2_000 }, { drop: true, phase: "after" }]) {
        await own.control("faults", { path: mintPath, group_id: groupId, ...fields });
        await expect(
          mintSandboxToken(act(), { connectionId, replacing, actId: uuidv4() }),
        ).rejects.toMatchObject({ code: "increase_unavailable" });
        expect(await readConnection(own, connectionId)).toEqual(before);
      }
      expect((await auditRows(own, { groupId })).at(-1)).toMatchObject({ action: "sandbox_token.minted" });
      await expectNoPlainToken(own);
    } finally {
      await own.close();
    }
  });

  test("since the audit log can't be written keeps no token", async () => {
    const { groupId, connectionId } = await connected();
    const { db } = portal.services;
    await db.execute(
      sql`alter table audit_entries add constraint full_disk check (group_id <> ${sql.raw(`'${groupId}'`)}) not valid`,
    );
    await expectUnchanged(connectionId, async () => {
      await expect(mint(connectionId, null)).rejects.toThrow();
    });
    await db.execute(sql`alter table audit_entries drop constraint full_disk`);
    expect(await mint(connectionId, null)).toMatchObject({ isDone: true });
  });
});

describe("destroying", () => {
  test("takes the sandbox token alone, once, and says so in the audit log once", async () => {
    const { groupId, connectionId } = await connected();
    await mint(connectionId, null);
    const seen = await generationOf(connectionId);
    expect(await destroy(connectionId)).toBe(true);
    expect(await destroy(connectionId)).toBe(false);
    expect(await readConnection(portal, connectionId)).toMatchObject({
      state: "active",
      hasSandboxToken: false,
      tokens: [{ environment: "live" }],
    });
    expect((await sandboxAudit(groupId)).slice(1)).toMatchObject([
      { action: "sandbox_token.destroyed", before: { sandbox: seen }, after: { sandbox: null } },
    ]);
  });

  test("of another than the one that was looked at is a conflict, and the newer one stays", async () => {
    const { groupId, connectionId } = await connected();
    await mint(connectionId, null);
    await mint(connectionId, 1);
    for (const seen of [1, null]) {
      await expect(destroy(connectionId, seen)).rejects.toMatchObject({
        code: "conflict",
        safeMessage: expect.stringContaining("Nothing was destroyed"),
      });
    }
    expect(await generationOf(connectionId)).toBe(2);
    expect((await sandboxAudit(groupId)).map(({ action }) => action)).not.toContain(
      "sandbox_token.destroyed",
    );
    expect(await destroy(connectionId, 2)).toBe(true);
    // A form that is sent once more, or late: what it would destroy is gone.
    for (const seen of [2, 1, null]) expect(await destroy(connectionId, seen)).toBe(false);
  });

  test("by two at once, twenty times: one of them did it", async () => {
    const { groupId, connectionId } = await connected();
    for (let round = 1; round <= 20; round += 1) {
      await mint(connectionId, null);
      const both = await Promise.all([destroy(connectionId, round), destroy(connectionId, round)]);
      expect(both.toSorted()).toEqual([false, true]);
    }
    expect(await sandboxAudit(groupId)).toHaveLength(40);
  });

  test("of a connection without one, or that has ended, changes nothing", async () => {
    const { groupId, connectionId } = await connected();
    expect(await destroy(connectionId)).toBe(false);
    await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId });
    expect(await destroy(connectionId)).toBe(false);
    expect(await sandboxAudit(groupId)).toEqual([]);
  });

  test("asks for a sign-in of the last 15 minutes", async () => {
    const { connectionId } = await connected();
    await mint(connectionId, null);
    const signedInAt = new Date(portal.services.now().getTime() - 15 * 60_000);
    const context = portal.createContext(staffActor("owner", { signedInAt }));
    await expect(destroySandboxToken(context, { connectionId, seen: 1 })).rejects.toMatchObject({
      code: "sign_in_again",
    });
    expect(await sandboxOf(connectionId)).toBeDefined();
  });
});

describe("minting by the group's own customer", () => {
  const mintOwn = (groupId: string, actId = uuidv4()) =>
    mintOwnSandboxToken(portal.createContext({ kind: "customer", groupId, sessionId: "" }), {
      groupId,
      actId,
    });

  test("where there is a token already is refused, and leaves no row, however often it is tried", async () => {
    const { groupId, connectionId } = await connected();
    await mintOwn(groupId);
    const before = await dumpDatabase(portal);
    for (let n = 0; n < 5; n += 1) {
      await expect(mintOwn(groupId)).rejects.toMatchObject({
        code: "conflict",
        safeMessage: expect.stringContaining("Nothing was changed"),
      });
    }
    expect(await dumpDatabase(portal)).toEqual(before);
    expect(await actsOf(connectionId)).toHaveLength(1);
    expect(tokensAtIncrease(groupId)).toBe(1);
  });

  test("by the same form, sent again, is told what came of it", async () => {
    const { groupId } = await connected();
    const actId = uuidv4();
    const first = await mintOwn(groupId, actId);
    expect(await mintOwn(groupId, actId)).toEqual(first);
    expect(tokensAtIncrease(groupId)).toBe(1);
  });
});
