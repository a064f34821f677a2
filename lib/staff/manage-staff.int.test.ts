import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countOwners, updateStaff } from "@/db/queries/staff";
import { findLiveStaffSession } from "@/db/queries/staff-sessions";
import { hashSessionToken } from "../auth/session-token";
import { createStaffAdapter } from "../auth/staff/adapter";
import type { Actor, Context } from "../context";
import { makeStaff, staffActor } from "../testing/staff";
import { staffAudit } from "../testing/staff-audit";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  changeRole,
  endOwnSessions,
  endSessionsOf,
  inviteStaff,
  listOwnSessions,
  listStaff,
  removeStaff,
  withdrawInvitation,
} from ".";

type Made = Awaited<ReturnType<typeof makeStaff>>;

let portal: TestPortal;
let owner: Made;

beforeAll(async () => {
  portal = await startTestPortal();
  owner = await makeStaff(portal, "owner");
});
afterAll(() => portal.close());

const as = ({ actor }: Made) => portal.createContext(actor);
const newAddress = () => `${randomUUID()}@ledgerline.example`;
const adapter = () => createStaffAdapter(portal.services);
const findSession = (person: Made) =>
  findLiveStaffSession(portal.services.db, hashSessionToken(person.sessionToken), portal.services.now());
const actionsOn = async (targetId: string) =>
  (await staffAudit(portal, targetId)).map(({ action }) => action);

async function openInvitation(email: string) {
  const { invitations } = await listStaff(as(owner));
  return invitations.find((invitation) => invitation.email === email);
}

describe("who may", () => {
  const others: [string, () => Promise<Actor | null>, string][] = [
    ["nobody", async () => null, "not_signed_in"],
    ["a customer", async () => ({ kind: "customer", groupId: "group_1", sessionId: "" }), "not_found"],
    ["the system", async () => ({ kind: "system" }), "not_found"],
    ["a viewer", async () => (await makeStaff(portal, "viewer")).actor, "not_allowed"],
    ["an operator", async () => (await makeStaff(portal, "operator")).actor, "not_allowed"],
  ];

  test.each(others)("not %s: owners manage the staff", async (_who, makeActor, code) => {
    const context = portal.createContext(await makeActor());
    const person = await makeStaff(portal, "viewer");
    const { staffId } = person.actor;
    const email = newAddress();
    await inviteStaff(as(owner), { email, role: "viewer" });
    const id = (await openInvitation(email))?.id ?? "";
    const verbs = [
      () => inviteStaff(context, { email: newAddress(), role: "owner" }),
      () => withdrawInvitation(context, { id }),
      () => changeRole(context, { staffId, role: "owner" }),
      () => removeStaff(context, { staffId }),
      () => endSessionsOf(context, { staffId }),
    ];
    for (const verb of verbs) await expect(verb()).rejects.toMatchObject({ code });
    expect(await openInvitation(email)).toBeDefined();
    expect((await findSession(person))?.person.role).toBe("viewer");
    expect(await actionsOn(staffId)).toEqual([]);
  });

  test.each(others.slice(0, 3))(
    "not %s: the list and the sessions are the staff's",
    async (_who, make, code) => {
      const context = portal.createContext(await make());
      for (const verb of [listStaff, listOwnSessions]) {
        await expect(verb(context)).rejects.toMatchObject({ code });
      }
      await expect(endOwnSessions(context, { sessionId: null })).rejects.toMatchObject({ code });
    },
  );

  test("an owner whose sign-in is 15 minutes old is asked to sign in again, and nothing has changed", async () => {
    const person = await makeStaff(portal, "viewer");
    const { staffId } = person.actor;
    const signedInAt = new Date(portal.services.now().getTime() - 15 * 60_000);
    const context = portal.createContext({ ...owner.actor, signedInAt });
    for (const verb of [
      () => changeRole(context, { staffId, role: "operator" }),
      () => removeStaff(context, { staffId }),
      () => inviteStaff(context, { email: newAddress(), role: "viewer" }),
    ]) {
      await expect(verb()).rejects.toMatchObject({ code: "sign_in_again" });
    }
    expect((await findSession(person))?.person.role).toBe("viewer");
  });

  test("an owner no more, once another has removed or demoted them while their act was under way", async () => {
    const [removed, demoted] = [await makeStaff(portal, "owner"), await makeStaff(portal, "owner")];
    // Both contexts were read before.
    const [ofRemoved, ofDemoted] = [as(removed), as(demoted)];
    await removeStaff(as(owner), { staffId: removed.actor.staffId });
    await changeRole(as(owner), { staffId: demoted.actor.staffId, role: "operator" });
    const [email, { actor }] = [newAddress(), owner];
    const acts = (context: Context) => [
      () => inviteStaff(context, { email, role: "owner" }),
      () => changeRole(context, { staffId: actor.staffId, role: "viewer" }),
      () => removeStaff(context, { staffId: actor.staffId }),
    ];
    for (const act of acts(ofRemoved)) await expect(act()).rejects.toMatchObject({ code: "not_signed_in" });
    for (const act of acts(ofDemoted)) await expect(act()).rejects.toMatchObject({ code: "not_allowed" });
    expect(await openInvitation(email)).toBeUndefined();
  });
});

describe("an invitation", () => {
  test.each(["", "nobody", "a@", "a b@ledgerline.example", `${"x".repeat(250)}@ledgerline.example`])(
    "of «%s», which is no address, is bad input",
    async (email) => {
      const before = (await listStaff(as(owner))).invitations.length;
      await expect(inviteStaff(as(owner), { email, role: "viewer" })).rejects.toMatchObject({
        code: "invalid_input",
      });
      expect((await listStaff(as(owner))).invitations).toHaveLength(before);
    },
  );

  test("of one who is staff is refused, and of one who was is not", async () => {
    const person = await makeStaff(portal, "viewer", { email: newAddress() });
    const again = { email: person.email.toUpperCase(), role: "owner" } as const;
    await expect(inviteStaff(as(owner), again)).rejects.toMatchObject({ code: "conflict" });
    await removeStaff(as(owner), { staffId: person.actor.staffId });
    await inviteStaff(as(owner), again);
    expect(await openInvitation(person.email)).toMatchObject({ role: "owner", invitedByEmail: owner.email });
  });

  test("made twice is one, of the second role; each act stands in the audit log", async () => {
    const email = newAddress();
    await inviteStaff(as(owner), { email, role: "viewer" });
    await inviteStaff(as(owner), { email, role: "operator" });
    const invitation = await openInvitation(email);
    expect(invitation?.role).toBe("operator");
    const id = invitation?.id ?? "";
    await withdrawInvitation(as(owner), { id });
    await withdrawInvitation(as(owner), { id });
    expect(await staffAudit(portal, id)).toMatchObject([
      { action: "staff.invited", before: { role: "viewer" }, after: { email, role: "operator" } },
      { action: "staff.invitation_withdrawn", before: { email, role: "operator" } },
    ]);
  });

  test("made by two owners at once is one", async () => {
    const [other, email] = [await makeStaff(portal, "owner"), newAddress()];
    await Promise.all([owner, other].map((by) => inviteStaff(as(by), { email, role: "viewer" })));
    const { invitations } = await listStaff(as(owner));
    expect(invitations.filter((invitation) => invitation.email === email)).toHaveLength(1);
  });

  test("that is unknown is not there to withdraw", async () => {
    expect(await withdrawInvitation(as(owner), { id: randomUUID() })).toBe(false);
  });
});

describe("a change", () => {
  test("of the role counts with the next request, and is written down once", async () => {
    const person = await makeStaff(portal, "viewer");
    const { staffId } = person.actor;
    expect(await changeRole(as(owner), { staffId, role: "operator" })).toBe(true);
    expect(await changeRole(as(owner), { staffId, role: "operator" })).toBe(false);
    expect((await findSession(person))?.person.role).toBe("operator");
    const asked = await adapter().getSessionAndUser?.(person.sessionToken);
    expect(asked?.user.role).toBe("operator");
    expect(await staffAudit(portal, staffId)).toEqual([
      {
        action: "staff.role_changed",
        actor_id: owner.actor.staffId,
        target_id: staffId,
        before: { role: "viewer" },
        after: { role: "operator" },
      },
    ]);
  });

  test("that removes a person ends their sessions at once", async () => {
    const person = await makeStaff(portal, "operator");
    const { staffId } = person.actor;
    await removeStaff(as(owner), { staffId });
    expect(await findSession(person)).toBeNull();
    expect(await adapter().getSessionAndUser?.(person.sessionToken)).toBeNull();
    expect(await adapter().getUser?.(staffId)).toBeNull();
    const { people, former } = await listStaff(as(owner));
    expect(people.map(({ id }) => id)).not.toContain(staffId);
    expect(former.map(({ id }) => id)).toContain(staffId);
    expect(await staffAudit(portal, staffId)).toMatchObject([
      { action: "staff.removed", before: { role: "operator" }, after: { endedSessions: 1 } },
    ]);
  });

  test("of a removed person counts for a session that was left behind, too", async () => {
    const person = await makeStaff(portal, "viewer");
    await updateStaff(portal.services.db, person.actor.staffId, { removedAt: portal.services.now() });
    expect(await findSession(person)).toBeNull();
  });

  test("of an unknown or removed person is of nobody", async () => {
    const gone = await makeStaff(portal, "viewer");
    await removeStaff(as(owner), { staffId: gone.actor.staffId });
    for (const staffId of [gone.actor.staffId, randomUUID()]) {
      await expect(changeRole(as(owner), { staffId, role: "owner" })).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(removeStaff(as(owner), { staffId })).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await actionsOn(gone.actor.staffId)).toEqual(["staff.removed"]);
  });

  test("made by two at once happens once", async () => {
    const [other, person] = [await makeStaff(portal, "owner"), await makeStaff(portal, "viewer")];
    const { staffId } = person.actor;
    const results = await Promise.allSettled([owner, other].map((by) => removeStaff(as(by), { staffId })));
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await actionsOn(staffId)).toEqual(["staff.removed"]);
  });
});

describe("the last owner", () => {
  async function onePair() {
    const pair = [await makeStaff(portal, "owner"), await makeStaff(portal, "owner")] as const;
    const { people } = await listStaff(as(pair[0]));
    const others = people.filter(
      ({ id, role }) => role === "owner" && !pair.some((of) => of.actor.staffId === id),
    );
    for (const { id } of others) await changeRole(as(pair[0]), { staffId: id, role: "viewer" });
    return pair;
  }

  test("can be neither removed nor demoted, not by themselves either", async () => {
    const [last, other] = await onePair();
    await removeStaff(as(last), { staffId: other.actor.staffId });
    const { staffId } = last.actor;
    await expect(removeStaff(as(last), { staffId })).rejects.toMatchObject({ code: "conflict" });
    await expect(changeRole(as(last), { staffId, role: "viewer" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await changeRole(as(last), { staffId, role: "owner" })).toBe(false);
    expect((await findSession(last))?.person.role).toBe("owner");
    expect(await actionsOn(staffId)).toEqual([]);
  });

  test.each([
    ["demote", (context: Context, staffId: string) => changeRole(context, { staffId, role: "viewer" })],
    ["remove", (context: Context, staffId: string) => removeStaff(context, { staffId })],
  ] as const)("stays when two owners %s one another in the same moment", async (_verb, act) => {
    for (let round = 0; round < 20; round += 1) {
      const [one, two] = await onePair();
      const results = await Promise.allSettled([
        act(as(one), two.actor.staffId),
        act(as(two), one.actor.staffId),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      expect(await countOwners(portal.services.db)).toBe(1);
    }
  });

  test("stays when two owners leave in the same moment", async () => {
    for (let round = 0; round < 20; round += 1) {
      const pair = await onePair();
      const results = await Promise.allSettled(
        pair.map((self) => removeStaff(as(self), { staffId: self.actor.staffId })),
      );
      const refused = results.filter((result) => result.status === "rejected");
      expect(refused).toMatchObject([{ reason: { code: "conflict" } }]);
      expect(await countOwners(portal.services.db)).toBe(1);
    }
  });
});

test("a person whom no table knows can't act, whatever their context says", async () => {
  const ghost = portal.createContext(staffActor("owner"));
  await expect(inviteStaff(ghost, { email: newAddress(), role: "owner" })).rejects.toMatchObject({
    code: "not_signed_in",
  });
});
