import "server-only";
import type { Adapter, AdapterSession, AdapterUser } from "next-auth/adapters";
import { lockCurrentConnection } from "@/db/queries/connections";
import {
  deleteSession,
  findLiveSession,
  insertSession,
  touchSession,
  type Session,
} from "@/db/queries/sessions";
import { findUser, findUserByAccount, lockUser, type User } from "@/db/queries/users";
import type { Services } from "../services";
import { nextIdleEnd, refuseToWriteUsers } from "./adapter-shared";
import { hashSessionToken, sessionAbsoluteMs, sessionIdleMs } from "./session-token";

declare module "next-auth/adapters" {
  interface AdapterSession {
    /** Our row's own id: it may be shown to the server's pages, which the token may not. */
    id: string;
  }
}

/** Auth.js wants an e-mail of every user; Increase names no person, so there is none. */
function toAdapterUser(user: User): AdapterUser {
  return { id: user.id, email: "", emailVerified: null };
}

function toAdapterSession(session: Session, sessionToken: string): AdapterSession {
  return { id: session.id, sessionToken, userId: session.userId, expires: session.idleExpiresAt };
}

async function startSession(
  { db, now }: Pick<Services, "db" | "now">,
  groupId: string,
  tokenHash: string,
): Promise<Session> {
  const createdAt = now();
  return db.transaction(async (tx) => {
    await lockUser(tx, groupId);
    // The group may have disconnected since connect(): its sessions have ended, so none may begin after.
    if ((await lockCurrentConnection(tx, groupId)) === null) throw new Error("the group is not connected");
    return insertSession(tx, {
      tokenHash,
      userId: groupId,
      createdAt,
      lastSeenAt: createdAt,
      idleExpiresAt: new Date(createdAt.getTime() + sessionIdleMs),
      absoluteExpiresAt: new Date(createdAt.getTime() + sessionAbsoluteMs),
    });
  });
}

/** Sessions as rows with hashed tokens, 30 minutes idle and 12 hours at most. Users are written by connect(). */
export function createAdapter({ db, now }: Pick<Services, "db" | "now">): Adapter {
  return {
    ...refuseToWriteUsers("users and accounts are written by connect()"),
    async getUser(id) {
      const user = await findUser(db, id);
      return user && toAdapterUser(user);
    },
    // Attack: account linking by e-mail. There are no e-mails here, so nobody is found by one.
    async getUserByEmail() {
      return null;
    },
    async getUserByAccount({ provider, providerAccountId }) {
      const user = await findUserByAccount(db, provider, providerAccountId);
      return user && toAdapterUser(user);
    },
    async createSession({ sessionToken, userId }) {
      const session = await startSession({ db, now }, userId, hashSessionToken(sessionToken));
      // What is returned drives the cookie, which server components can't renew: it gets the longer end.
      return { ...toAdapterSession(session, sessionToken), expires: session.absoluteExpiresAt };
    },
    async getSessionAndUser(sessionToken) {
      const session = await findLiveSession(db, hashSessionToken(sessionToken), now());
      const user = session && (await findUser(db, session.userId));
      return user ? { session: toAdapterSession(session, sessionToken), user: toAdapterUser(user) } : null;
    },
    async updateSession({ sessionToken, expires }) {
      const tokenHash = hashSessionToken(sessionToken);
      const live = await findLiveSession(db, tokenHash, now());
      if (live === null) return null;
      const idleExpiresAt = nextIdleEnd(expires, live);
      const touched = await touchSession(db, tokenHash, { now: now(), idleExpiresAt });
      return touched && toAdapterSession(touched, sessionToken);
    },
    async deleteSession(sessionToken) {
      const ended = await deleteSession(db, hashSessionToken(sessionToken));
      return ended && toAdapterSession(ended, sessionToken);
    },
  };
}
