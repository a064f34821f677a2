import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateStaff } from "@/db/queries/staff";
import { makeStaff } from "../../testing/staff";
import { startTestPortal, type TestPortal } from "../../testing/test-portal";
import { sessionIdleMs, staffSessionAbsoluteMs } from "../session-token";
import { createStaffAdapter } from "./adapter";
import { runStaffSignIn, type Admitted } from "./run";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const adapter = () => createStaffAdapter(portal.services);
const later = (ms: number) => new Date(portal.services.now().getTime() + ms);
const inRun = <T>(admitted: Admitted | undefined, work: () => Promise<T>) =>
  runStaffSignIn({ context: portal.createContext(null), presentedSessionHash: null, admitted }, work);

const admittedAs = (staffId: string): Admitted => ({ staffId, subject: "sub", provenAt: later(-60_000) });

async function makeSession() {
  const { staffId } = (await makeStaff(portal, "viewer")).actor;
  const sessionToken = randomUUID();
  const begin = () => adapter().createSession?.({ sessionToken, userId: staffId, expires: later(1) });
  const session = await inRun(admittedAs(staffId), async () => begin());
  return { staffId, sessionToken, session };
}

describe("people", () => {
  test("are found by id while they are staff, and never by e-mail", async () => {
    const { actor, email } = await makeStaff(portal, "operator");
    expect(await adapter().getUser?.(actor.staffId)).toMatchObject({ id: actor.staffId, role: "operator" });
    expect(await adapter().getUserByEmail?.(email)).toBeNull();
    await updateStaff(portal.services.db, actor.staffId, { removedAt: portal.services.now() });
    expect(await adapter().getUser?.(actor.staffId)).toBeNull();
    expect(await adapter().getUser?.(randomUUID())).toBeNull();
  });

  test("are found by their account only after they were let in, in that very sign-in", async () => {
    const { staffId } = (await makeStaff(portal, "viewer")).actor;
    const find = async (providerAccountId: string) =>
      adapter().getUserByAccount?.({ provider: "staff", providerAccountId });
    expect(await inRun(undefined, () => find("sub"))).toBeNull();
    expect(await inRun(admittedAs(staffId), () => find("another"))).toBeNull();
    expect(await inRun(admittedAs(staffId), () => find("sub"))).toMatchObject({ id: staffId });
    await expect(find("sub")).rejects.toThrow("no sign-in of the staff under way");
  });

  test.each(["createUser", "updateUser", "linkAccount"] as const)(
    "%s throws: admitStaff() writes",
    (method) => {
      expect(() => Reflect.apply(adapter()[method] ?? (() => {}), undefined, [{}])).toThrow(
        /must not be called/,
      );
    },
  );
});

describe("sessions", () => {
  test("begin for the person who was let in, and as old as their proof; the cookie gets the 8 hours", async () => {
    const { staffId, sessionToken, session } = await makeSession();
    const lifetimeMs = (session?.expires.getTime() ?? 0) - portal.services.now().getTime();
    expect(Math.abs(lifetimeMs - staffSessionAbsoluteMs)).toBeLessThan(10_000);
    const found = await adapter().getSessionAndUser?.(sessionToken);
    expect(found).toMatchObject({ user: { id: staffId, role: "viewer" }, session: { userId: staffId } });
    const ageMs = portal.services.now().getTime() - (found?.session.signedInAt?.getTime() ?? 0);
    expect(ageMs).toBeGreaterThanOrEqual(60_000);
  });

  test("begin for nobody else, for nobody removed since, and by no other way", async () => {
    const [person, other] = [await makeStaff(portal, "viewer"), await makeStaff(portal, "owner")];
    const { staffId } = person.actor;
    const begin = async (userId: string) =>
      adapter().createSession?.({ sessionToken: randomUUID(), userId, expires: later(1) });
    await expect(begin(staffId)).rejects.toThrow("no sign-in");
    await expect(inRun(undefined, () => begin(staffId))).rejects.toThrow("not let in");
    const asOther = inRun(admittedAs(staffId), () => begin(other.actor.staffId));
    await expect(asOther).rejects.toThrow("not let in");
    await updateStaff(portal.services.db, staffId, { removedAt: portal.services.now() });
    await expect(inRun(admittedAs(staffId), () => begin(staffId))).rejects.toThrow("no longer staff");
  });

  test("are nowhere in the database by their token", async () => {
    const { sessionToken } = await makeSession();
    const found = await portal.services.db.execute(
      sql`select count(*)::int as found from staff_sessions s where s::text like ${`%${sessionToken}%`}`,
    );
    expect(found).toMatchObject({ rows: [{ found: 0 }] });
  });

  test("that are unknown are not found, updated or deleted", async () => {
    expect(await adapter().getSessionAndUser?.("unknown")).toBeNull();
    expect(await adapter().updateSession?.({ sessionToken: "unknown", expires: later(1) })).toBeNull();
    expect(await adapter().deleteSession?.("unknown")).toBeNull();
  });

  test("are over after 30 idle minutes, and an update revives none", async () => {
    const { sessionToken } = await makeSession();
    await portal.advance(sessionIdleMs / 1000 + 1);
    expect(await adapter().getSessionAndUser?.(sessionToken)).toBeNull();
    const revived = await adapter().updateSession?.({ sessionToken, expires: later(sessionIdleMs) });
    expect(revived).toBeNull();
  });

  test("are over after 8 hours, however busy", async () => {
    const { sessionToken } = await makeSession();
    const stepMs = sessionIdleMs / 2;
    for (let elapsedMs = 0; elapsedMs < staffSessionAbsoluteMs; elapsedMs += stepMs) {
      expect(await adapter().getSessionAndUser?.(sessionToken)).not.toBeNull();
      await adapter().updateSession?.({ sessionToken, expires: later(2 * staffSessionAbsoluteMs) });
      await portal.advance(stepMs / 1000);
    }
    expect(await adapter().getSessionAndUser?.(sessionToken)).toBeNull();
  });

  test("that are ended are gone", async () => {
    const { sessionToken, staffId } = await makeSession();
    expect(await adapter().deleteSession?.(sessionToken)).toMatchObject({ userId: staffId });
    expect(await adapter().getSessionAndUser?.(sessionToken)).toBeNull();
  });
});
