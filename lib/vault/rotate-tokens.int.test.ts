import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { putToken } from "@/db/queries/connection-tokens";
import { findKeptAccounts } from "@/db/queries/kept-accounts";
import { readAccounts } from "../banking";
import { disconnectConnection, inspectConnection, mintSandboxToken } from "../connections";
import {
  auditRows,
  dumpDatabase,
  makeOperator,
  readConnection,
  selectRows,
  strangersTo,
  until,
} from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { reveal } from "./reveal";
import { rotateTokens } from "./rotate-tokens";
import { Secret } from "./secret";
import { createVault } from "./vault";

const k1 = { kid: "k1", key: randomBytes(32) };
const k2 = { kid: "k2_next", key: randomBytes(32) };
const rotated = createVault([k2, k1]);

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  const TOKEN_KEYS = `k1:${k1.key.toString("base64")}`;
  portal = await startTestPortal({ env: { TOKEN_KEYS } });
  operator = await makeOperator(portal);
});
afterAll(() => portal.close());

const rotate = (options?: Parameters<typeof rotateTokens>[1]) =>
  rotateTokens({ ...portal.createContext(), vault: rotated }, options);

/** A group with a live token, a sandbox token and accounts that are kept. */
async function connected() {
  const { groupId, connected: made } = await connectGroup(portal, { accounts: 1 });
  const { connectionId } = made;
  await mintSandboxToken(operator.act(), { connectionId, replacing: null, actId: uuidv4() });
  const customer = portal.createContext({ kind: "customer", groupId, sessionId: "" });
  await (
    await readAccounts(customer, { groupId, environment: "live" })
  ).kept;
  return { groupId, connectionId };
}

const findKept = (connectionId: string) =>
  findKeptAccounts(portal.services.db, { connectionId, environment: "live" });

/** Everything of a group that is sealed, opened. */
async function openAll(groupId: string, connectionId: string, vault = rotated) {
  const { tokens } = await readConnection(portal, connectionId);
  const kept = await findKept(connectionId);
  const owner = { groupId, connectionId };
  return {
    tokens: tokens.map(({ sealed, ...token }) =>
      Object.assign(token, {
        plain: reveal(vault.open(sealed, { ...owner, environment: token.environment })),
      }),
    ),
    kept: kept && { ...kept, sealed: vault.openData(kept.sealed, { ...owner, environment: "live" }) },
  };
}

const sealedTexts = () =>
  selectRows(
    portal,
    z.object({ sealed: z.string() }),
    sql`select sealed from connection_tokens union all select sealed from kept_accounts`,
  );
const rotations = async () =>
  (await auditRows(portal)).filter(({ action }) => /^tokens\.(rotation_begun|rotated)$/.test(action));

describe("a rotation", () => {
  test("seals all tokens and all that is kept with the first key, and changes nothing else", async () => {
    const groups = [await connected(), await connected()];
    const before = await Promise.all(groups.map((each) => openAll(each.groupId, each.connectionId)));
    const texts = await sealedTexts();
    expect(texts).toHaveLength(6);
    const seen: [number, number][] = [];
    const rotation = await rotate({ onProgress: (...progress) => seen.push(progress) });
    expect(rotation).toEqual({
      keyId: k2.kid,
      firstKey: "unproven",
      resealed: 6,
      unopened: [],
      rowsByKey: new Map([[k2.kid, 6]]),
    });
    expect(seen.at(-1)).toEqual([6, 6]);
    expect(seen).toHaveLength(6);
    for (const { sealed } of await sealedTexts()) expect(sealed).toMatch(/^v1\.k2_next\./);
    // The old key opens none of it any more, and the new one alone opens all.
    const only = createVault([k2]);
    const after = await Promise.all(groups.map((each) => openAll(each.groupId, each.connectionId, only)));
    expect(after).toEqual(before);
    const viewer = { ...portal.createContext(staffActor("viewer")), vault: only };
    const { held } = await inspectConnection(viewer, { id: groups[0]?.connectionId ?? "" });
    expect(held?.tokens.map(({ keyId }) => keyId)).toEqual([k2.kid, k2.kid]);
    const [begun, ended] = (await rotations()).slice(-2);
    const ofBoth = { actor_kind: "system", target_id: k2.kid, request_id: begun?.request_id };
    expect(begun).toMatchObject({ ...ofBoth, action: "tokens.rotation_begun", after: { rows: 6 } });
    expect(ended).toMatchObject({
      ...ofBoth,
      action: "tokens.rotated",
      after: { resealed: 6, unopened: 0 },
    });
    expect(begun?.request_id).toEqual(expect.any(String));
  });

  test("that is cut off stands in the audit log by its beginning, and the next one by both", async () => {
    await rotate();
    await connected();
    const known = (await rotations()).length;
    const cutOff = rotate({
      onProgress: () => {
        throw new Error("cut off");
      },
    });
    await expect(cutOff).rejects.toThrow("cut off");
    const told = async () => (await rotations()).slice(known).map(({ action, after }) => ({ action, after }));
    expect(await told()).toEqual([{ action: "tokens.rotation_begun", after: { rows: 3 } }]);
    await rotate();
    expect((await told()).map(({ action }) => action)).toEqual([
      "tokens.rotation_begun",
      "tokens.rotation_begun",
      "tokens.rotated",
    ]);
  });

  test("done again finds nothing to do, and tells of nothing", async () => {
    await connected();
    await rotate();
    const before = await dumpDatabase(portal);
    expect(await rotate()).toMatchObject({ resealed: 0, unopened: [] });
    expect(await dumpDatabase(portal)).toEqual(before);
  });

  test("tried dry says what it would do, and changes nothing", async () => {
    await rotate();
    await connected();
    const before = await dumpDatabase(portal);
    const rotation = await rotate({ isDryRun: true });
    expect(rotation).toMatchObject({ resealed: 3, unopened: [] });
    expect(rotation.rowsByKey.get("k1")).toBe(3);
    expect(await dumpDatabase(portal)).toEqual(before);
  });

  test("goes through many pages, in rows that are not in the order of their making", async () => {
    const { db } = portal.services;
    const { groupId } = await connected();
    await rotate();
    const made = await selectRows(
      portal,
      z.object({ id: z.string() }),
      sql`insert into connections (group_id, state, scope, connected_at, state_changed_at)
        select ${groupId}, 'disconnected', 'read_only', now(), now() from generate_series(1, 120) returning id`,
    );
    for (const { id: connectionId } of made) {
      const owner = { connectionId, groupId, environment: "live" } as const;
      const sealed = portal.services.vault.seal(new Secret(`token of ${connectionId}`), owner);
      const { environment } = owner;
      await putToken(db, { connectionId, environment, generation: 1, sealed, mintedAt: new Date() });
    }
    expect(await rotate()).toMatchObject({ resealed: 120, unopened: [] });
    for (const { id } of made) {
      const { tokens } = await openAll(groupId, id, createVault([k2]));
      expect(tokens).toMatchObject([{ plain: `token of ${id}` }]);
    }
  });
});

describe("what can't be opened", () => {
  test("is named and left alone, and keeps nobody from being sealed anew", async () => {
    await rotate();
    const [mine, other] = [await connected(), await connected()];
    const { db } = portal.services;
    const gone = createVault([{ kid: "k0", key: randomBytes(32) }]);
    const ofGoneKey = gone.seal(new Secret("a token"), { ...mine, environment: "sandbox" });
    await db.execute(
      sql`update connection_tokens set sealed = ${ofGoneKey} where connection_id = ${mine.connectionId} and environment = 'sandbox'`,
    );
    await db.execute(
      sql`update kept_accounts set sealed = (select sealed from kept_accounts where connection_id = ${mine.connectionId}) where connection_id = ${other.connectionId}`,
    );
    await db.execute(
      sql`update connection_tokens set sealed = 'nonsense' where connection_id = ${other.connectionId} and environment = 'live'`,
    );
    const texts = await sealedTexts();
    const rotation = await rotate();
    const unopened = [
      { kind: "token", connectionId: mine.connectionId, environment: "sandbox", keyId: "k0" },
      { kind: "token", connectionId: other.connectionId, environment: "live", keyId: null },
      { kind: "bank data", connectionId: other.connectionId, environment: "live", keyId: "k1" },
    ];
    expect(rotation.resealed).toBe(3);
    expect((await rotations()).at(-1)).toMatchObject({ after: { resealed: 3, unopened: 3 } });
    expect(rotation.unopened).toHaveLength(3);
    expect(rotation.unopened).toEqual(expect.arrayContaining(unopened));
    for (const keyId of ["k0", "k1", null]) expect(rotation.rowsByKey.get(keyId)).toBe(1);
    const left = (await sealedTexts()).filter(({ sealed }) => !sealed.startsWith("v1.k2_next."));
    expect(texts).toEqual(expect.arrayContaining(left));
    expect(left).toHaveLength(3);
    for (const each of [mine, other]) {
      await disconnectConnection(operator.act(), {
        connectionId: each.connectionId,
        seen: 1,
        typed: each.groupId,
      });
    }
  });
});

describe("a first key of other bytes under the portal's name for it", () => {
  const other = createVault([{ ...k2, key: randomBytes(32) }, k1]);
  const rotateWithOther = (isDryRun: boolean) =>
    rotateTokens({ ...portal.createContext(), vault: other }, { isDryRun });

  test("seals nothing: no row that it should have sealed opens with it", async () => {
    await connected();
    await rotate();
    await connected();
    const before = await dumpDatabase(portal);
    const ofK2 = (await sealedTexts()).filter(({ sealed }) => sealed.startsWith("v1.k2_next.")).length;
    for (const isDryRun of [true, false]) {
      const refused = await rotateWithOther(isDryRun);
      expect(refused).toMatchObject({ firstKey: "another", resealed: 0 });
      expect(refused.unopened).toHaveLength(ofK2);
      // Neither a row nor an entry of the audit log.
      expect(await dumpDatabase(portal)).toEqual(before);
    }
    expect(await rotate()).toMatchObject({ firstKey: "proven", resealed: 3, unopened: [] });
    expect(await rotateWithOther(false)).toMatchObject({ firstKey: "another", resealed: 0 });
  });

  test("is told from rows that are damaged: those are named, and the others are sealed anew", async () => {
    const damaged = await connected();
    await rotate();
    await connected();
    await portal.services.db.execute(
      sql`update kept_accounts set sealed = 'v1.k2_next.AAAAAAAAAAAAAAAA.' || repeat('A', 64) where connection_id = ${damaged.connectionId}`,
    );
    const { connectionId, groupId } = damaged;
    const unopened = [{ kind: "bank data", connectionId, environment: "live", keyId: "k2_next" }];
    expect(await rotate()).toMatchObject({ firstKey: "proven", resealed: 3, unopened });
    expect((await rotations()).at(-1)).toMatchObject({ after: { resealed: 3, unopened: 1 } });
    // Nothing is left to seal anew, and the row is still named.
    expect(await rotate()).toMatchObject({ firstKey: "proven", resealed: 0, unopened });
    await disconnectConnection(operator.act(), { connectionId, seen: 1, typed: groupId });
  });
});

/** Until the rotation waits for a row that another transaction has written. */
const isWaiting = async () => {
  const waiting = await selectRows(
    portal,
    z.object({ pid: z.number() }),
    sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return waiting.length > 0;
};

describe("the race", () => {
  test("with a token that is put there meanwhile: that one stays, and is sealed anew itself", async () => {
    const { groupId, connectionId } = await connected();
    const owner = { groupId, connectionId, environment: "live" } as const;
    const sealed = portal.services.vault.seal(new Secret("the newer token"), owner);
    let rotating: ReturnType<typeof rotate> | undefined;
    await portal.services.db.transaction(async (tx) => {
      const { environment } = owner;
      await putToken(tx, { connectionId, environment, generation: 2, sealed, mintedAt: new Date() });
      rotating = rotate();
      await until(isWaiting);
    });
    expect(await rotating).toMatchObject({ resealed: 3, unopened: [] });
    const { tokens } = await openAll(groupId, connectionId, createVault([k2]));
    expect(tokens.find(({ environment }) => environment === "live")).toMatchObject({
      generation: 2,
      plain: "the newer token",
    });
  });

  test("with a customer who leaves meanwhile: nothing of theirs comes back", async () => {
    const { connectionId } = await connected();
    let rotating: ReturnType<typeof rotate> | undefined;
    await portal.services.db.transaction(async (tx) => {
      await tx.execute(sql`delete from connection_tokens where connection_id = ${connectionId}`);
      rotating = rotate();
      await until(isWaiting);
    });
    expect(await rotating).toMatchObject({ resealed: 0, unopened: [] });
    expect((await readConnection(portal, connectionId)).tokens).toEqual([]);
    expect(await findKept(connectionId)).toBeNull();
  });

  test("of two rotations at once: each row is sealed anew once, and opens", async () => {
    const groups = [await connected(), await connected(), await connected()];
    const both = await Promise.all([rotate(), rotate()]);
    expect(both.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(9);
    for (const { groupId, connectionId } of groups) {
      expect((await openAll(groupId, connectionId, createVault([k2]))).tokens).toHaveLength(2);
    }
  });
});

test("nobody but the system may have it done", async () => {
  const { groupId } = await connected();
  const before = await sealedTexts();
  const strangers = strangersTo(groupId).filter(([, actor]) => actor?.kind !== "system");
  for (const [who, actor] of [...strangers, ["an owner", staffActor("owner")] as const]) {
    const context = { ...portal.createContext(), actor, vault: rotated };
    await expect(rotateTokens(context), who).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await sealedTexts()).toEqual(before);
});
