import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  asShown,
  auditActionsOf,
  callsTo,
  clearFaults,
  dumpDatabase,
  expectNoPlainToken,
  expectRefused,
  makeOperator,
  readConnection,
  until,
} from "../testing/connection-acts";
import { changeRole, removeStaff } from "../staff";
import { connectGroup, signIn } from "../testing/sign-in";
import { makeStaff } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { actOnConnections, bulkActs, mostAtOnce } from ".";
import type { Context } from "../context";
import type { BulkAct } from "./bulk-act";

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

async function connect(count: number) {
  const made: { groupId: string; id: string }[] = [];
  for (let n = 0; n < count; n += 1) {
    const { groupId, connected } = await connectGroup(portal);
    made.push({ groupId, id: connected.connectionId });
  }
  return made;
}

type Chosen = { ids: string[]; formId?: string; typed?: string };
const act = async (which: BulkAct, { ids, formId = uuidv4(), typed = String(ids.length) }: Chosen) =>
  actOnConnections(operator.act(), {
    act: which,
    connections: await asShown(portal, ids),
    formId,
    typed,
  });
const idsOf = (made: { id: string }[]) => made.map(({ id }) => id);
const actsIn = async (groupId: string, action: string) =>
  (await auditActionsOf(portal, groupId)).filter((each) => each === action).length;

describe("a bulk act", () => {
  test("with half of the calls to Increase failing tells of each how it went, and does the other half", async () => {
    const made = await connect(10);
    for (const [index, { groupId }] of made.entries()) {
      if (index % 2 === 0) continue;
      const status = [500, 429, 404, 401, 503][(index - 1) / 2];
      await portal.control("faults", { path: "/sandbox/oauth/tokens", group_id: groupId, status });
    }
    const results = await act("mint_sandbox_token", { ids: idsOf(made) });
    expect(results.map(({ label }) => label)).toEqual(made.map(({ groupId }) => groupId));
    expect(results.map(({ isDone }) => isDone)).toEqual(made.map((_each, index) => index % 2 === 0));
    expect(results[0]?.message).toBe("A sandbox token was minted.");
    expect(results[1]?.message).toContain("internal_server_error, 500");
    expect(results[7]?.message).toContain("INCREASE_SANDBOX_API_KEY");
    for (const [index, { groupId, id }] of made.entries()) {
      const isMinted = index % 2 === 0;
      expect(await readConnection(portal, id)).toMatchObject({ hasSandboxToken: isMinted, state: "active" });
      expect(await actsIn(groupId, "sandbox_token.minted")).toBe(isMinted ? 1 : 0);
    }
    await expectNoPlainToken(portal, results);
  });

  test("sent twice with the same form acts once, one after the other and at the same moment", async () => {
    const made = await connect(4);
    const chosen = { ids: idsOf(made), formId: uuidv4() };
    const [first, second] = await Promise.all([
      act("mint_sandbox_token", chosen),
      act("mint_sandbox_token", chosen),
    ]);
    const third = await act("mint_sandbox_token", chosen);
    for (const [index, { groupId }] of made.entries()) {
      expect([first[index]?.isDone, second[index]?.isDone]).toContain(true);
      expect(third[index]).toMatchObject({ isDone: true, message: "A sandbox token was minted." });
      expect(await actsIn(groupId, "sandbox_token.minted")).toBe(1);
      expect(await actsIn(groupId, "sandbox_token.replaced")).toBe(0);
    }
  });

  test("of another kind with the form that is still open is another act", async () => {
    const [mine] = await connect(1);
    const chosen = { ids: [mine?.id ?? ""], formId: uuidv4() };
    await act("test", chosen);
    expect(await act("mint_sandbox_token", chosen)).toMatchObject([
      { message: "A sandbox token was minted." },
    ]);
  });

  test("goes on past a connection that is unknown, and names what was given", async () => {
    const [mine] = await connect(1);
    const ids = ["no uuid", mine?.id ?? "", uuidv4()];
    expect(await act("test", { ids })).toMatchObject([
      { label: "no uuid", isDone: false },
      { label: mine?.groupId, isDone: true },
      { label: ids[2], isDone: false, message: "There is nothing at this address." },
    ]);
  });

  test("names a connection given twice once", async () => {
    const [mine] = await connect(1);
    const id = mine?.id ?? "";
    expect(await act("test", { ids: [id, id] })).toHaveLength(1);
    expect(await actsIn(mine?.groupId ?? "", "connection.tested")).toBe(1);
  });

  test("tests, destroys and disconnects each for itself, and a second time finds nothing to do", async () => {
    const made = await connect(3);
    const ids = idsOf(made);
    await act("mint_sandbox_token", { ids: ids.slice(1) });
    expect((await act("test", { ids })).every(({ isDone }) => isDone)).toBe(true);
    expect((await act("destroy_sandbox_token", { ids })).map(({ message }) => message)).toEqual([
      "There was no sandbox token.",
      "The sandbox token was destroyed.",
      "The sandbox token was destroyed.",
    ]);
    const first = await act("disconnect", { ids });
    expect(
      first.every(({ message }) => message.startsWith("Disconnected. The grant at Increase stands")),
    ).toBe(true);
    const second = await act("disconnect", { ids });
    expect(second.map(({ message }) => message)).toEqual(ids.map(() => "It had ended already."));
    for (const { id, groupId } of made) {
      expect(await readConnection(portal, id)).toMatchObject({ state: "disconnected", tokens: [] });
      expect(await actsIn(groupId, "connection.disconnected")).toBe(1);
    }
  });

  test("of fifty at once is done; and an error of ours in one of them says nothing of itself", async () => {
    const made = await connect(2);
    const { db } = portal.services;
    await db.execute(sql`
      insert into connections (group_id, state, scope, connected_at, state_changed_at)
      select 'group_bulk_' || n, 'disconnected', 'read_only', now(), now() from generate_series(1, 48) as n`);
    const rows = await dumpDatabase(portal);
    const ended = (rows.get("connections") ?? []).flatMap(
      (row) => /^\(([0-9a-f-]{36}),group_bulk_/.exec(row)?.[1] ?? [],
    );
    await db.execute(
      sql`update connection_tokens set sealed = 'broken' where connection_id = ${made[0]?.id}`,
    );
    const results = await act("test", { ids: [...idsOf(made), ...ended] });
    expect(results).toHaveLength(mostAtOnce);
    expect(results[0]?.message).toContain("Something went wrong on our side");
    expect(results[1]?.isDone).toBe(true);
    for (const { isDone, message } of results.slice(2)) {
      expect({ isDone, message }).toEqual({
        isDone: false,
        message: "live: no token is kept. sandbox: no token is kept",
      });
    }
  });
});

describe("a bulk act of a list that is older", () => {
  test("leaves the connection whose customer has signed in since, and disconnects the others", async () => {
    const made = await connect(3);
    const connections = await asShown(portal, idsOf(made));
    await signIn(portal, made[1]?.groupId ?? "");
    const sent = { act: "disconnect", connections, formId: uuidv4(), typed: "3" } as const;
    const results = await actOnConnections(operator.act(), sent);
    expect(results.map(({ isDone }) => isDone)).toEqual([true, false, true]);
    expect(results[1]?.message).toContain("Nothing was disconnected");
    expect(await readConnection(portal, made[1]?.id ?? "")).toMatchObject({
      state: "active",
      tokens: [{ generation: 2 }],
    });
  });

  test.each(["destroy_sandbox_token", "mint_sandbox_token"] as const)(
    "%s leaves the sandbox token that was minted since",
    async (which) => {
      const made = await connect(2);
      const connections = await asShown(portal, idsOf(made));
      await act("mint_sandbox_token", { ids: [made[0]?.id ?? ""] });
      const results = await actOnConnections(operator.act(), {
        act: which,
        connections,
        formId: uuidv4(),
        typed: "",
      });
      expect(results.map(({ isDone }) => isDone)).toEqual([false, true]);
      expect(results[0]?.message).toContain("since you opened this page. Nothing was");
      expect(await asShown(portal, idsOf(made.slice(0, 1)))).toMatchObject([{ sandbox: 1 }]);
    },
  );
});

describe("a bulk act of somebody who may no longer do it", () => {
  const mintPath = "/sandbox/oauth/tokens";
  const ways = [
    ["is removed", (staffId: string) => withOwner((by) => removeStaff(by, { staffId })), "signed out"],
    [
      "is made a viewer",
      (staffId: string) => withOwner((by) => changeRole(by, { staffId, role: "viewer" })),
      "the role operator",
    ],
  ] as const;
  async function withOwner(work: (context: Context) => Promise<unknown>) {
    await work(portal.createContext((await makeStaff(portal, "owner")).actor));
  }

  test.each(ways)("who %s in its middle goes no further, and keeps nothing", async (_how, end, words) => {
    const made = await connect(8);
    for (const { groupId } of made) {
      await portal.control("faults", { path: mintPath, group_id: groupId, latency_ms: 700 });
    }
    const leaving = await makeOperator(portal);
    const calls = callsTo(portal, mintPath);
    const minting = actOnConnections(leaving.act(), {
      act: "mint_sandbox_token",
      connections: await asShown(portal, idsOf(made)),
      formId: uuidv4(),
      typed: "",
    });
    await until(() => callsTo(portal, mintPath) >= calls + 5);
    await end(leaving.actor.staffId);
    const results = await minting;
    // Those in flight are asked of Increase already; no other is.
    expect(callsTo(portal, mintPath)).toBe(calls + 5);
    expect(results.map(({ isDone }) => isDone)).toEqual(made.map(() => false));
    for (const { message } of results) expect(message).toContain(words);
    expect(results.filter(({ message }) => message.includes("was thrown away"))).toHaveLength(5);
    for (const { id, groupId } of made) {
      expect(await readConnection(portal, id)).toMatchObject({ hasSandboxToken: false });
      expect(await actsIn(groupId, "sandbox_token.minted")).toBe(0);
    }
  });
});

describe("what a bulk act asks for", () => {
  test("a disconnection asks for the number of what is chosen, typed", async () => {
    const made = await connect(2);
    const before = await dumpDatabase(portal);
    for (const typed of ["", "1", "3", "two", made[0]?.groupId ?? ""]) {
      const wrong = act("disconnect", { ids: idsOf(made), typed });
      await expect(wrong).rejects.toMatchObject({ code: "invalid_input" });
    }
    expect(await dumpDatabase(portal)).toEqual(before);
    expect(await act("disconnect", { ids: idsOf(made), typed: " 2 " })).toMatchObject([
      { isDone: true },
      { isDone: true },
    ]);
  });

  test.each(bulkActs)("%s of none, or of more than fifty, is bad input", async (which) => {
    const [mine] = await connect(1);
    const many = [mine?.id ?? "", ...Array.from({ length: mostAtOnce }, () => uuidv4())];
    const before = await dumpDatabase(portal);
    for (const ids of [[], many]) {
      await expect(act(which, { ids })).rejects.toMatchObject({ code: "invalid_input" });
    }
    expect(await dumpDatabase(portal)).toEqual(before);
  });

  test.each(bulkActs)("%s is for operators and owners", async (which) => {
    const [mine] = await connect(1);
    const connections = await asShown(portal, [mine?.id ?? ""]);
    const asked = { act: which, connections, formId: uuidv4(), typed: "1" };
    await expectRefused(portal, mine?.groupId ?? "", (context) => actOnConnections(context, asked));
  });

  test.each(["destroy_sandbox_token", "disconnect"] as const)(
    "%s asks for a fresh sign-in",
    async (which) => {
      const made = await connect(1);
      const { actor } = await makeStaff(portal, "owner");
      const signedInAt = new Date(portal.services.now().getTime() - 15 * 60_000);
      const context = portal.createContext({ ...actor, signedInAt });
      const connections = await asShown(portal, idsOf(made));
      const asked = { act: which, connections, formId: uuidv4(), typed: "1" };
      await expect(actOnConnections(context, asked)).rejects.toMatchObject({ code: "sign_in_again" });
      expect(await readConnection(portal, made[0]?.id ?? "")).toMatchObject({ state: "active" });
    },
  );
});
