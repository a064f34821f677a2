import "server-only";
import { cookies } from "next/headers";
import { findLiveSession } from "@/db/queries/sessions";
import { findLiveStaffSession } from "@/db/queries/staff-sessions";
import type { Actor } from "../context";
import type { Services } from "../services";
import { sessionCookieName, staffSessionCookieName } from "./cookie-names";
import { hashSessionToken } from "./session-token";

async function readTokenHash(cookieName: string): Promise<string | null> {
  const token = (await cookies()).get(cookieName)?.value;
  return token === undefined ? null : hashSessionToken(token);
}

/**
 * Who acts, without that counting as a use of the session: for what a browser asks of its own accord. Auth.js moves
 * the idle end with every read, and a page that nobody looks at would never be signed out.
 */
export async function peekCustomerActor({ db, env, now }: Services): Promise<Actor | null> {
  const tokenHash = await readTokenHash(sessionCookieName(env.AUTH_URL));
  const session = tokenHash === null ? null : await findLiveSession(db, tokenHash, now());
  return session && { kind: "customer", groupId: session.userId, sessionId: session.id };
}

/** The same of the staff, with the role that they have now. */
export async function peekStaffActor({ db, env, now }: Services): Promise<Actor | null> {
  const tokenHash = await readTokenHash(staffSessionCookieName(env.AUTH_URL));
  const found = tokenHash === null ? null : await findLiveStaffSession(db, tokenHash, now());
  if (found === null) return null;
  const { session, person } = found;
  const { id: sessionId, signedInAt } = session;
  return { kind: "staff", staffId: person.id, role: person.role, sessionId, signedInAt };
}
