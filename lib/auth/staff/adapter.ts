import "server-only";
import type { Adapter, AdapterSession, AdapterUser } from "next-auth/adapters";
import { findStaff, lockMembership, type StaffRow } from "@/db/queries/staff";
import {
  deleteStaffSessionByToken,
  findLiveStaffSession,
  insertStaffSession,
  touchStaffSession,
  type StaffSession,
} from "@/db/queries/staff-sessions";
import type { StaffRole } from "../../context";
import type { Services } from "../../services";
import { nextIdleEnd, refuseToWriteUsers } from "../adapter-shared";
import { hashSessionToken, sessionIdleMs, staffSessionAbsoluteMs } from "../session-token";
import { currentStaffRun } from "./run";

declare module "next-auth/adapters" {
  interface AdapterUser {
    /** Of the staff alone. */
    role?: StaffRole;
  }
  interface AdapterSession {
    /** Of the staff alone. */
    signedInAt?: Date;
  }
}

function toAdapterUser({ id, email, role }: StaffRow): AdapterUser {
  return { id, email, emailVerified: null, role };
}

function toAdapterSession(session: StaffSession, sessionToken: string): AdapterSession {
  const { id, staffId: userId, idleExpiresAt: expires, signedInAt } = session;
  return { id, sessionToken, userId, expires, signedInAt };
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms);

async function startSession(services: Services, staffId: string, tokenHash: string): Promise<StaffSession> {
  const { context, admitted } = currentStaffRun();
  if (admitted?.staffId !== staffId) throw new Error("the person was not let in");
  const createdAt = services.now();
  return services.db.transaction(async (tx) => {
    await lockMembership(tx);
    const person = await findStaff(tx, staffId);
    // Removed since they were let in: their sessions have ended, so none may begin after.
    if (person === null || person.removedAt !== null) throw new Error("the person is no longer staff");
    return insertStaffSession(tx, {
      tokenHash,
      staffId,
      signedInAt: admitted.provenAt,
      createdAt,
      lastSeenAt: createdAt,
      idleExpiresAt: after(createdAt, sessionIdleMs),
      absoluteExpiresAt: after(createdAt, staffSessionAbsoluteMs),
      userAgent: context.source.userAgent,
    });
  });
}

/** The staff's sessions, 30 minutes idle and 8 hours at most. Who is staff is written by admitStaff(). */
export function createStaffAdapter(services: Services): Adapter {
  const { db, now } = services;
  const findPerson = async (id: string): Promise<AdapterUser | null> => {
    const person = await findStaff(db, id);
    return person && person.removedAt === null ? toAdapterUser(person) : null;
  };
  return {
    ...refuseToWriteUsers("who is staff is written by admitStaff()"),
    getUser: findPerson,
    // Attack: an account at the issuer that took over a colleague's address. Nobody is found by an e-mail.
    async getUserByEmail() {
      return null;
    },
    // Whom admitStaff() let in, and before that nobody: it alone compares issuers and subjects.
    async getUserByAccount({ providerAccountId }) {
      const { admitted } = currentStaffRun();
      return admitted?.subject === providerAccountId ? findPerson(admitted.staffId) : null;
    },
    async createSession({ sessionToken, userId }) {
      const session = await startSession(services, userId, hashSessionToken(sessionToken));
      // What is returned drives the cookie, which server components can't renew: it gets the longer end.
      return { ...toAdapterSession(session, sessionToken), expires: session.absoluteExpiresAt };
    },
    async getSessionAndUser(sessionToken) {
      const found = await findLiveStaffSession(db, hashSessionToken(sessionToken), now());
      return (
        found && { session: toAdapterSession(found.session, sessionToken), user: toAdapterUser(found.person) }
      );
    },
    async updateSession({ sessionToken, expires }) {
      const tokenHash = hashSessionToken(sessionToken);
      const live = await findLiveStaffSession(db, tokenHash, now());
      if (live === null) return null;
      const idleExpiresAt = nextIdleEnd(expires, live.session);
      const touched = await touchStaffSession(db, tokenHash, { now: now(), idleExpiresAt });
      return touched && toAdapterSession(touched, sessionToken);
    },
    async deleteSession(sessionToken) {
      const ended = await deleteStaffSessionByToken(db, hashSessionToken(sessionToken));
      return ended && toAdapterSession(ended, sessionToken);
    },
  };
}
