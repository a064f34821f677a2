import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "@/db/client";
import { insertConnection, updateConnection } from "@/db/queries/connections";
import { upsertUser } from "@/db/queries/users";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { createAdapter } from "./adapter";
import { sessionAbsoluteMs, sessionIdleMs } from "./session-token";

let database: TestDatabase;
let db: Database;
let now = new Date("2026-01-01T00:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, neonWsProxy: database.neonWsProxy });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function makeUser() {
  const groupId = `group_${randomUUID()}`;
  await db.transaction((tx) => upsertUser(tx, groupId, "increase"));
  await insertConnection(db, {
    groupId,
    state: "active",
    scope: "read_only",
    connectedAt: now,
    stateChangedAt: now,
  });
  return groupId;
}

async function makeSession() {
  const userId = await makeUser();
  const sessionToken = randomUUID();
  const session = await adapter().createSession?.({ sessionToken, userId, expires: later(sessionIdleMs) });
  return { userId, sessionToken, session };
}

const adapter = () => createAdapter({ db, now: () => now });

describe("users", () => {
  test("are found by id and by account, and never by e-mail", async () => {
    const groupId = await makeUser();
    const account = { provider: "increase", providerAccountId: groupId };
    expect(await adapter().getUser?.(groupId)).toMatchObject({ id: groupId });
    expect(await adapter().getUserByAccount?.(account)).toMatchObject({ id: groupId });
    expect(await adapter().getUserByEmail?.("")).toBeNull();
  });

  test("unknown ones are null", async () => {
    expect(await adapter().getUser?.("group_unknown")).toBeNull();
    const account = { provider: "increase", providerAccountId: "group_unknown" };
    expect(await adapter().getUserByAccount?.(account)).toBeNull();
    const groupId = await makeUser();
    expect(await adapter().getUserByAccount?.({ provider: "other", providerAccountId: groupId })).toBeNull();
  });

  test.each(["createUser", "updateUser", "linkAccount"] as const)("%s throws: connect() writes", (method) => {
    expect(() => Reflect.apply(adapter()[method] ?? (() => {}), undefined, [{}])).toThrow(
      /must not be called/,
    );
  });
});

describe("sessions", () => {
  test("a new one is found with its user; its cookie gets the 12 hours, its row the 30 minutes", async () => {
    const { userId, sessionToken, session } = await makeSession();
    expect(session?.expires).toEqual(later(sessionAbsoluteMs));
    const found = await adapter().getSessionAndUser?.(sessionToken);
    expect(found).toMatchObject({ user: { id: userId }, session: { userId, expires: later(sessionIdleMs) } });
  });

  test("none begins for a group that has disconnected meanwhile", async () => {
    const groupId = `group_${randomUUID()}`;
    await db.transaction((tx) => upsertUser(tx, groupId, "increase"));
    const state = { state: "active", scope: "read_only", connectedAt: now, stateChangedAt: now } as const;
    const { id } = await insertConnection(db, { groupId, ...state });
    await updateConnection(db, groupId, id, { state: "disconnected" });
    const begun = adapter().createSession?.({
      sessionToken: randomUUID(),
      userId: groupId,
      expires: later(1),
    });
    await expect(begun).rejects.toThrow("not connected");
  });

  test("the token is nowhere in the database", async () => {
    const { sessionToken } = await makeSession();
    const found = await db.execute(
      sql`select count(*)::int as found from sessions where sessions::text like ${`%${sessionToken}%`}`,
    );
    expect(found).toMatchObject({ rows: [{ found: 0 }] });
  });

  test("an unknown token finds nothing, updates nothing and deletes nothing", async () => {
    expect(await adapter().getSessionAndUser?.("unknown")).toBeNull();
    expect(await adapter().updateSession?.({ sessionToken: "unknown", expires: later(1) })).toBeNull();
    expect(await adapter().deleteSession?.("unknown")).toBeNull();
  });

  test("an update moves the idle end, but never past the 12 hours", async () => {
    const { sessionToken } = await makeSession();
    const start = now;
    const absoluteEnd = later(sessionAbsoluteMs);
    const moved = await adapter().updateSession?.({ sessionToken, expires: later(sessionIdleMs + 1000) });
    expect(moved?.expires).toEqual(later(sessionIdleMs + 1000));
    const capped = await adapter().updateSession?.({ sessionToken, expires: later(2 * sessionAbsoluteMs) });
    expect(capped?.expires).toEqual(absoluteEnd);
    now = start;
  });

  test("a session is over after 30 idle minutes, and an update does not revive it", async () => {
    const start = now;
    const { sessionToken } = await makeSession();
    now = later(sessionIdleMs + 1);
    expect(await adapter().getSessionAndUser?.(sessionToken)).toBeNull();
    expect(await adapter().updateSession?.({ sessionToken, expires: later(sessionIdleMs) })).toBeNull();
    now = start;
  });

  test("a session is over after 12 hours, however busy", async () => {
    const start = now;
    const { sessionToken } = await makeSession();
    for (let elapsed = 0; elapsed < sessionAbsoluteMs; elapsed += sessionIdleMs / 2) {
      expect(await adapter().getSessionAndUser?.(sessionToken)).not.toBeNull();
      await adapter().updateSession?.({ sessionToken, expires: later(sessionIdleMs) });
      now = later(sessionIdleMs / 2);
    }
    expect(await adapter().getSessionAndUser?.(sessionToken)).toBeNull();
    now = start;
  });

  test("a deleted one is gone", async () => {
    const { sessionToken, userId } = await makeSession();
    expect(await adapter().deleteSession?.(sessionToken)).toMatchObject({ userId });
    expect(await adapter().getSessionAndUser?.(sessionToken)).toBeNull();
  });
});
