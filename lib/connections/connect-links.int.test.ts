import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findNewestConnection } from "@/db/queries/connections";
import type { OAuthScope } from "./connect";
import { auditRows, dumpDatabase, expectRefused, makeOperator } from "../testing/connection-acts";
import {
  approve,
  arrive,
  begin,
  connectGroup,
  makeGroup,
  newBrowser,
  signIn,
  type TestBrowser,
} from "../testing/sign-in";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { createConnectLink, endConnectLink, findOfferedLink, readConnectLinks } from ".";

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;

beforeAll(async () => {
  portal = await startTestPortal();
  operator = await makeOperator(portal);
});
afterAll(() => portal.close());

type Shape = { groupId?: string | null; scope?: OAuthScope; days?: 1 | 7 | 30; id?: string; note?: string };

async function makeLink({ id = uuidv4(), groupId = null, ...shape }: Shape = {}): Promise<string> {
  const scope = shape.scope ?? "read_only";
  const { note = "Fernhollow Studio", days = 7 } = shape;
  const url = await createConnectLink(operator.act(), { id, groupId, scope, note, days });
  expect(url).toBe(`${portal.services.env.AUTH_URL}/connect/${id}`);
  return id;
}

const offered = (id: string) => findOfferedLink(portal.createContext(null), id);
const end = (id: string) => endConnectLink(operator.act(), { id });

/** What the link's page sends along with the sign-in. */
async function requestOf(id: string) {
  const link = await offered(id);
  if (link === null) throw new Error("no such link");
  return { scope: link.scope, expectedGroupId: link.groupId, connectLinkId: id };
}

async function follow(id: string, groupId: string, browser?: TestBrowser) {
  return (await signIn(portal, groupId, { ...(await requestOf(id)), browser })).outcome;
}

async function beginWith(id: string, groupId: string) {
  const browser = newBrowser();
  const callback = await approve(portal, begin(portal, browser, await requestOf(id)), groupId);
  return () => arrive(portal, browser, callback);
}

const newest = (groupId: string) => findNewestConnection(portal.services.db, groupId);
const auditOfLink = async (id: string) =>
  (await auditRows(portal, { targetId: id })).map(({ action }) => action);
const unusable = { kind: "failed", reason: "link_unusable" };

/** Everything of the group that the portal keeps. */
async function tracesOf(groupId: string): Promise<string[]> {
  const dump = await dumpDatabase(portal);
  return [...dump.values()].flat().filter((row) => row.includes(groupId));
}

describe("making a link", () => {
  test("makes one for each form, and tells the audit log once", async () => {
    const asked = { note: "  Fernhollow Studio  ", scope: "read_write", days: 1 } as const;
    const id = await makeLink(asked);
    await Promise.all([makeLink({ ...asked, id }), makeLink({ ...asked, id })]);
    for (const other of [
      { note: "another note" },
      { scope: "read_only" },
      { groupId: "group_other" },
    ] as const) {
      await expect(makeLink({ ...asked, ...other, id })).rejects.toMatchObject({ code: "conflict" });
    }
    const links = await readConnectLinks(operator.act());
    expect(links.filter((link) => link.id === id)).toMatchObject([
      { groupId: null, scope: "read_write", note: "Fernhollow Studio", state: "open" },
    ]);
    expect(await auditRows(portal, { targetId: id })).toMatchObject([
      {
        action: "connect_link.created",
        actor_id: operator.actor.staffId,
        after: { scope: "read_write", note: "Fernhollow Studio" },
      },
    ]);
  });

  test("at the same moment with one form makes one", async () => {
    const id = uuidv4();
    await Promise.all(Array.from({ length: 5 }, () => makeLink({ id })));
    expect(await auditOfLink(id)).toEqual(["connect_link.created"]);
  });

  test.each([
    { note: "" },
    { note: "   " },
    { note: "x".repeat(201) },
    { note: "a\u0000b" },
    { groupId: "a\u0000b" },
    { groupId: "" },
    { id: "no uuid" },
  ])("with %j is bad input", async (shape) => {
    const before = await dumpDatabase(portal);
    await expect(makeLink(shape)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await dumpDatabase(portal)).toEqual(before);
  });

  test("and taking it back are for operators and owners; to see them, any of the staff may", async () => {
    const id = await makeLink();
    const form = { id: uuidv4(), groupId: null, scope: "read_only", note: "n", days: 7 } as const;
    await expectRefused(portal, "group_1", (context) => createConnectLink(context, form));
    await expectRefused(portal, "group_1", (context) => endConnectLink(context, { id }));
    await expectRefused(portal, "group_1", (context) => readConnectLinks(context), { viewer: null });
    const links = await readConnectLinks(portal.createContext(staffActor("viewer")));
    expect(links.map((link) => link.id)).toContain(id);
  });
});

describe("the list of links", () => {
  test("is of one group or of all, the newest first, with who made each and its state", async () => {
    const { email, actor } = await makeStaff(portal, "owner");
    const groupId = `group_${uuidv4()}`;
    const ids = [uuidv4(), uuidv4(), uuidv4()];
    for (const id of ids) {
      await createConnectLink(portal.createContext(actor), {
        id,
        groupId,
        scope: "read_only",
        note: "n",
        days: 1,
      });
    }
    await end(ids[1] ?? "");
    const links = await readConnectLinks(operator.act(), { groupId });
    expect(links.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(links.map(({ state }) => state)).toEqual(["open", "revoked", "open"]);
    expect(links[0]).toMatchObject({
      createdByEmail: email,
      url: expect.stringContaining(`/connect/${ids[2]}`),
    });
    await portal.advance(86_400);
    expect((await readConnectLinks(operator.act(), { groupId }))[0]).toMatchObject({ state: "expired" });
  });

  test.each(["", "no uuid", uuidv4(), "a\u0000"])(
    "an address that no link has, «%s», offers nothing",
    async (id) => {
      expect(await offered(id)).toBeNull();
      if (id.length === 36) expect(await end(id)).toBe(false);
    },
  );
});

describe("following a link", () => {
  test("connects a group for the first time, with the link's scope, and uses it up", async () => {
    const id = await makeLink({ scope: "read_write" });
    const { groupId } = await makeGroup(portal);
    expect(await follow(id, groupId)).toMatchObject({ kind: "signed_in" });
    const connection = await newest(groupId);
    expect(connection).toMatchObject({ state: "active", scope: "read_write" });
    expect(await offered(id)).toMatchObject({ state: "used" });
    expect((await auditRows(portal, { targetId: id })).at(-1)).toMatchObject({
      action: "connect_link.used",
      actor_kind: "customer",
      actor_id: groupId,
      after: { connectionId: connection?.id },
    });
    expect((await readConnectLinks(operator.act())).find((link) => link.id === id)).toMatchObject({
      usedByGroupId: groupId,
    });
  });

  test("twice connects once: the second finds it used, and nothing is stored", async () => {
    const id = await makeLink();
    const [first, second] = [await makeGroup(portal), await makeGroup(portal)];
    const request = await requestOf(id);
    await follow(id, first.groupId);
    const { outcome } = await signIn(portal, second.groupId, request);
    expect(outcome).toEqual(unusable);
    expect(await tracesOf(second.groupId)).toEqual([]);
    expect(await auditOfLink(id)).toEqual(["connect_link.created", "connect_link.used"]);
  });

  test("by two groups at the same moment connects one of them, ten times", async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await makeLink();
      const groups = [await makeGroup(portal), await makeGroup(portal)];
      const arrivals = await Promise.all(groups.map(({ groupId }) => beginWith(id, groupId)));
      const outcomes = await Promise.all(arrivals.map((go) => go()));
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["failed", "signed_in"]);
      expect(outcomes).toContainEqual(unusable);
      const connections = await Promise.all(groups.map(({ groupId }) => newest(groupId)));
      expect(connections.filter((each) => each !== null)).toHaveLength(1);
      expect(await auditOfLink(id)).toEqual(["connect_link.created", "connect_link.used"]);
    }
  });

  test("with a group reconnects that very group, with the other scope", async () => {
    const { groupId, connected } = await connectGroup(portal);
    const id = await makeLink({ groupId, scope: "read_write" });
    expect(await follow(id, groupId)).toMatchObject({ kind: "signed_in" });
    expect(await newest(groupId)).toMatchObject({ id: connected.connectionId, scope: "read_write" });
  });

  test("that is another group's is refused, and the link stays open", async () => {
    const { groupId } = await connectGroup(portal);
    const other = await makeGroup(portal);
    const id = await makeLink({ groupId });
    const before = await newest(groupId);
    expect(await follow(id, other.groupId)).toEqual({ kind: "failed", reason: "group_unexpected" });
    expect(await tracesOf(other.groupId)).toEqual([]);
    expect(await newest(groupId)).toEqual(before);
    expect(await offered(id)).toMatchObject({ state: "open" });
    expect(await follow(id, groupId)).toMatchObject({ kind: "signed_in" });
  });

  test("that is another group's is refused by the link itself too, whatever the sign-in expects", async () => {
    const { groupId } = await connectGroup(portal);
    const other = await makeGroup(portal);
    const id = await makeLink({ groupId });
    const { outcome } = await signIn(portal, other.groupId, { connectLinkId: id });
    expect(outcome).toEqual(unusable);
    expect(await tracesOf(other.groupId)).toEqual([]);
    expect(await offered(id)).toMatchObject({ state: "open" });
  });

  test("that is taken back between the form and the callback stores nothing", async () => {
    const id = await makeLink();
    const { groupId } = await makeGroup(portal);
    const go = await beginWith(id, groupId);
    await end(id);
    expect(await go()).toEqual(unusable);
    expect(await tracesOf(groupId)).toEqual([]);
    expect(await auditOfLink(id)).toEqual(["connect_link.created", "connect_link.revoked"]);
  });

  test("whose time ends between the form and the callback stores nothing", async () => {
    const id = await makeLink({ days: 1 });
    const { groupId } = await makeGroup(portal);
    // The sign-in has a quarter of an hour, and a code a minute; the link has half a minute left.
    await portal.advance(86_400 - 30);
    const go = await beginWith(id, groupId);
    await portal.advance(30);
    expect(await go()).toEqual(unusable);
    expect(await tracesOf(groupId)).toEqual([]);
    expect(await auditOfLink(id)).toEqual(["connect_link.created"]);
  });

  test("that is no longer good leaves the browser's session and the group's connection as they are", async () => {
    const { groupId, browser } = await connectGroup(portal);
    const id = await makeLink({ groupId, scope: "read_write" });
    const request = await requestOf(id);
    await end(id);
    const before = await dumpDatabase(portal);
    expect((await signIn(portal, groupId, { ...request, browser })).outcome).toEqual(unusable);
    const after = await dumpDatabase(portal);
    for (const table of [
      "connections",
      "connection_tokens",
      "sessions",
      "users",
      "audit_entries",
      "connect_links",
    ]) {
      expect(after.get(table), table).toEqual(before.get(table));
    }
  });

  test("a denied sign-in does not use it up", async () => {
    const id = await makeLink();
    const browser = newBrowser();
    const url = begin(portal, browser, await requestOf(id));
    const state = url.searchParams.get("state") ?? "";
    const denied = `/api/auth/callback/increase?error=access_denied&state=${state}`;
    expect(await arrive(portal, browser, denied)).toEqual({ kind: "failed", reason: "denied" });
    expect(await offered(id)).toMatchObject({ state: "open" });
  });
});

describe("taking a link back", () => {
  test("ends it once, and tells the audit log once", async () => {
    const id = await makeLink();
    const answers = await Promise.all([end(id), end(id), end(id)]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await end(id)).toBe(false);
    expect(await offered(id)).toMatchObject({ state: "revoked" });
    expect(await auditRows(portal, { targetId: id })).toMatchObject([
      { action: "connect_link.created" },
      { action: "connect_link.revoked", actor_id: operator.actor.staffId },
    ]);
  });

  test("that was used, or is over, changes nothing", async () => {
    const [used, over] = [await makeLink(), await makeLink({ days: 1 })];
    await follow(used, (await makeGroup(portal)).groupId);
    await portal.advance(86_400);
    for (const [id, state] of [
      [used, "used"],
      [over, "expired"],
    ] as const) {
      expect(await end(id)).toBe(false);
      expect(await offered(id)).toMatchObject({ state });
      expect(await auditOfLink(id)).not.toContain("connect_link.revoked");
    }
  });

  test("at the moment in which it is used: one of the two wins, wholly, ten times", async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await makeLink();
      const { groupId } = await makeGroup(portal);
      const go = await beginWith(id, groupId);
      const [outcome, wasEnded] = await Promise.all([go(), end(id)]);
      expect(outcome.kind === "signed_in").toBe(!wasEnded);
      expect((await newest(groupId)) === null).toBe(wasEnded);
      expect(await auditOfLink(id)).toEqual([
        "connect_link.created",
        wasEnded ? "connect_link.revoked" : "connect_link.used",
      ]);
    }
  });
});
