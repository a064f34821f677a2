import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findLiveStaffSession, insertStaffSession } from "@/db/queries/staff-sessions";
import { hashSessionToken, sessionIdleMs, staffSessionAbsoluteMs } from "../auth/session-token";
import { makeStaff } from "../testing/staff";
import { staffAudit } from "../testing/staff-audit";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { endOwnSessions, endSessionsOf, listOwnSessions, listStaff } from ".";

type Made = Awaited<ReturnType<typeof makeStaff>>;

let portal: TestPortal;
let owner: Made;
let viewer: Made;

beforeAll(async () => {
  portal = await startTestPortal();
  owner = await makeStaff(portal, "owner");
});
beforeEach(async () => {
  viewer = await makeStaff(portal, "viewer");
});
afterAll(() => portal.close());

const as = ({ actor }: Made) => portal.createContext(actor);
const isLive = async (sessionToken: string) => {
  const { db, now } = portal.services;
  return (await findLiveStaffSession(db, hashSessionToken(sessionToken), now())) !== null;
};

/** A further session of the same person, in another browser. */
async function addSession({ actor: { staffId } }: Made, ageMs = 0) {
  const sessionToken = randomBytes(24).toString("base64url");
  const createdAt = new Date(portal.services.now().getTime() - ageMs);
  const { id } = await insertStaffSession(portal.services.db, {
    tokenHash: hashSessionToken(sessionToken),
    staffId,
    signedInAt: createdAt,
    createdAt,
    lastSeenAt: createdAt,
    idleExpiresAt: new Date(createdAt.getTime() + sessionIdleMs),
    absoluteExpiresAt: new Date(createdAt.getTime() + staffSessionAbsoluteMs),
    userAgent: "other",
  });
  return { id, sessionToken };
}

test("everybody sees their own live sessions, and nobody's token", async () => {
  const [other] = [
    await addSession(viewer),
    await addSession(viewer, sessionIdleMs + 1),
    await addSession(owner),
  ];
  const own = await listOwnSessions(as(viewer));
  expect(own.thisId).toBe(viewer.actor.sessionId);
  expect(own.sessions.map(({ id }) => id).toSorted()).toEqual([other.id, own.thisId].toSorted());
  expect(JSON.stringify(own)).not.toContain(hashSessionToken(viewer.sessionToken));
});

test("the list says how many live sessions each has, and when they were last seen", async () => {
  await addSession(viewer, 60_000);
  await addSession(viewer, sessionIdleMs + 1);
  const { people, self } = await listStaff(as(viewer));
  expect(self).toEqual({ staffId: viewer.actor.staffId, role: "viewer" });
  const listed = people.find(({ id }) => id === viewer.actor.staffId);
  expect(listed).toMatchObject({ sessions: 2, role: "viewer", email: viewer.email });
  expect(listed?.lastSeenAt).toEqual(viewer.actor.signedInAt);
  expect(JSON.stringify(people)).not.toMatch(/subject|issuer/);
});

test("one of one's own is ended, by its id", async () => {
  const other = await addSession(viewer);
  expect(await endOwnSessions(as(viewer), { sessionId: other.id })).toBe(1);
  expect(await endOwnSessions(as(viewer), { sessionId: other.id })).toBe(0);
  expect(await isLive(other.sessionToken)).toBe(false);
  expect(await isLive(viewer.sessionToken)).toBe(true);
  const { staffId } = viewer.actor;
  expect(await staffAudit(portal, staffId)).toMatchObject([
    { action: "staff_session.ended", actor_id: staffId, after: { endedSessions: 1 } },
  ]);
});

test("another's session can't be ended as if it were one's own", async () => {
  expect(await endOwnSessions(as(viewer), { sessionId: owner.actor.sessionId })).toBe(0);
  expect(await endOwnSessions(as(viewer), { sessionId: randomUUID() })).toBe(0);
  expect(await isLive(owner.sessionToken)).toBe(true);
  expect(await staffAudit(portal, viewer.actor.staffId)).toEqual([]);
});

test("all others of one's own end, and this one goes on", async () => {
  const others = [await addSession(viewer), await addSession(viewer)];
  expect(await endOwnSessions(as(viewer), { sessionId: null })).toBe(2);
  for (const { sessionToken } of others) expect(await isLive(sessionToken)).toBe(false);
  expect(await isLive(viewer.sessionToken)).toBe(true);
  expect(await isLive(owner.sessionToken)).toBe(true);
});

test("an owner ends all sessions of another, at once, and only theirs", async () => {
  const other = await addSession(viewer);
  const { staffId } = viewer.actor;
  expect(await endSessionsOf(as(owner), { staffId })).toBe(2);
  expect(await endSessionsOf(as(owner), { staffId })).toBe(0);
  expect(await isLive(other.sessionToken)).toBe(false);
  expect(await isLive(viewer.sessionToken)).toBe(false);
  expect(await isLive(owner.sessionToken)).toBe(true);
  expect(await staffAudit(portal, staffId)).toMatchObject([
    { action: "staff_session.ended", actor_id: owner.actor.staffId, after: { endedSessions: 2 } },
  ]);
});
