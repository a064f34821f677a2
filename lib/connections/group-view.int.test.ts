import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAccounts } from "../banking";
import type { Context } from "../context";
import {
  auditRows,
  callsTo,
  dumpDatabase,
  expectRefused,
  makeOperator,
  strangersTo,
} from "../testing/connection-acts";
import { connectGroup, makeGroup } from "../testing/sign-in";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { beginGroupView, findGroupView, getConnection, requireGroupReader } from ".";

const reason = "The customer asked on the phone why a balance is missing.";
let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const look = (context: Context, groupId: string, id = uuidv4()) =>
  beginGroupView(context, { id, groupId, reason });
const readers: [string, (context: Context, groupId: string) => Promise<unknown>][] = [
  ["getConnection", (context, groupId) => getConnection(context, { groupId })],
  ["readAccounts", (context, groupId) => readAccounts(context, { groupId, environment: "live" })],
  ["requireGroupReader", (context, groupId) => requireGroupReader(context, "account.read", groupId)],
];

describe.each(readers)("%s", (_name, read) => {
  test("shows a customer their own group, and no other", async () => {
    const [mine, other] = [await connectGroup(portal), await connectGroup(portal)];
    const customer = portal.createContext({ kind: "customer", groupId: mine.groupId, sessionId: "" });
    await read(customer, mine.groupId);
    for (const groupId of [other.groupId, "group_unknown", "a\u0000"]) {
      await expect(read(customer, groupId)).rejects.toMatchObject({ code: "not_found" });
    }
  });

  test("shows nothing to staff who have given no reason, nor to a viewer or nobody", async () => {
    const { groupId } = await connectGroup(portal);
    const calls = callsTo(portal, "/live/accounts");
    const refused: [Context, string][] = [
      [portal.createContext(null), "not_signed_in"],
      [portal.createContext({ kind: "system" }), "not_found"],
      ...(["viewer", "operator", "owner"] as const).map((role): [Context, string] => [
        portal.createContext(staffActor(role)),
        "not_allowed",
      ]),
    ];
    for (const [context, code] of refused)
      await expect(read(context, groupId)).rejects.toMatchObject({ code });
    expect(callsTo(portal, "/live/accounts")).toBe(calls);
  });

  test.each(["operator", "owner"] as const)("shows it to an %s for half an hour", async (role) => {
    const { groupId } = await connectGroup(portal);
    const { actor } = await makeStaff(portal, role);
    const context = portal.createContext(actor);
    await look(context, groupId);
    await read(context, groupId);
    await portal.advance(29 * 60);
    await read(context, groupId);
    await portal.advance(60);
    await expect(read(context, groupId)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("shows it neither to a colleague nor of another group, and not to one who is a viewer since", async () => {
    const [mine, other] = [await connectGroup(portal), await connectGroup(portal)];
    const [me, colleague] = [await makeStaff(portal, "operator"), await makeStaff(portal, "operator")];
    await look(portal.createContext(me.actor), mine.groupId);
    const notAllowed = { code: "not_allowed" };
    await expect(read(portal.createContext(colleague.actor), mine.groupId)).rejects.toMatchObject(notAllowed);
    await expect(read(portal.createContext(me.actor), other.groupId)).rejects.toMatchObject(notAllowed);
    const demoted = portal.createContext({ ...me.actor, role: "viewer" });
    await expect(read(demoted, mine.groupId)).rejects.toMatchObject(notAllowed);
    await expect(read(portal.createContext(me.actor), "a\u0000")).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a look at a group", () => {
  test("stands in the audit log with its reason and its end, once for each form", async () => {
    const { groupId } = await connectGroup(portal);
    const { actor, act } = await makeOperator(portal);
    const id = uuidv4();
    await look(act(), groupId, id);
    await look(act(), groupId, id);
    await Promise.all([look(act(), groupId, id), look(act(), groupId, id)]);
    const view = await findGroupView(act(), { groupId });
    expect(view).toMatchObject({ reason });
    expect(
      (await auditRows(portal, { groupId })).filter(({ action }) => action === "group.viewed"),
    ).toMatchObject([
      {
        actor_kind: "staff",
        actor_id: actor.staffId,
        target_id: groupId,
        after: { until: view?.expiresAt.toISOString() },
        reason,
      },
    ]);
  });

  test("is found while it is open, by whoever began it", async () => {
    const { groupId } = await connectGroup(portal);
    const [me, colleague] = [await makeOperator(portal), await makeOperator(portal)];
    expect(await findGroupView(me.act(), { groupId })).toBeNull();
    await look(me.act(), groupId);
    expect(await findGroupView(me.act(), { groupId })).toMatchObject({ reason });
    expect(await findGroupView(colleague.act(), { groupId })).toBeNull();
    await portal.advance(30 * 60);
    expect(await findGroupView(me.act(), { groupId })).toBeNull();
  });

  test.each(["", "why", "    why    ", "x".repeat(301), "because\u0000"])(
    "for the reason «%s» is bad input, and nothing is noted",
    async (given) => {
      const { groupId } = await connectGroup(portal);
      const { act } = await makeOperator(portal);
      const before = await dumpDatabase(portal);
      const begun = beginGroupView(act(), { id: uuidv4(), groupId, reason: given });
      await expect(begun).rejects.toMatchObject({ code: "invalid_input" });
      expect(await dumpDatabase(portal)).toEqual(before);
    },
  );

  test("at a group that never connected here, known to Increase or not, is not found", async () => {
    const { act } = await makeOperator(portal);
    for (const groupId of [(await makeGroup(portal)).groupId, "group_unknown", "", "a\u0000"]) {
      await expect(look(act(), groupId)).rejects.toMatchObject({ code: "not_found" });
      await expect(findGroupView(act(), { groupId })).rejects.toMatchObject({ code: "not_found" });
    }
  });

  test("is for operators and owners", async () => {
    const { groupId } = await connectGroup(portal);
    await expectRefused(portal, groupId, (context) => look(context, groupId));
    for (const [who, actor, code] of strangersTo(groupId)) {
      const found = findGroupView(portal.createContext(actor), { groupId });
      await expect(found, who).rejects.toMatchObject({ code });
    }
    const viewer = portal.createContext(staffActor("viewer"));
    await expect(findGroupView(viewer, { groupId })).rejects.toMatchObject({ code: "not_allowed" });
  });
});
